package dev.securemcp.proxy.config;

/**
 * A text that documents write as {@code {{name}}}.
 *
 * @param name {@code [A-Za-z0-9._-]+}
 * @param secret whether it must never be shown; where false it may stand in messages and explanations
 * @param value resolved from {@code value}, {@code file} or {@code env}
 */
public record NamedValue(String name, boolean secret, Secret value, Position position) {}
