package dev.securemcp.proxy.policy.document;

/**
 * An element at its place in an effective policy.
 *
 * @param element the element
 * @param scope the scope of the document that put it there
 * @param origin whom it came from
 */
public record Placed(PolicyElement element, Scope scope, Origin origin) {}
