package dev.securemcp.proxy.config;

/**
 * A JSON Schema in a file.
 *
 * @param name what policies call it
 * @param json its text; whether it is a schema is not known yet
 * @param position where the configuration names it
 */
public record SchemaFile(String name, String json, Position position) {}
