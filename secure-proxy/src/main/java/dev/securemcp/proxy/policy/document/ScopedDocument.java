package dev.securemcp.proxy.policy.document;

/**
 * A document, fragments included and checked, where it applies.
 *
 * @param scope where it applies
 * @param owner whose it is, in words: {@code global}, {@code product starter}, {@code server weather-tools},
 *     {@code tool get_alerts}
 * @param document the document
 */
public record ScopedDocument(Scope scope, String owner, PolicyDocument document) {}
