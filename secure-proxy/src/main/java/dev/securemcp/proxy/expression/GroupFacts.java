package dev.securemcp.proxy.expression;

/** A group of users: {@code IGroup}. */
public record GroupFacts(String id, String name) {}
