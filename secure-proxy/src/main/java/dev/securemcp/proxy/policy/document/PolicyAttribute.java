package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;

/**
 * An attribute of an element.
 *
 * @param name its name, with prefix if it has one
 * @param position where the name stands
 * @param value its value, decoded; its position is that of the value
 */
public record PolicyAttribute(String name, Position position, PolicyText value) {}
