package dev.securemcp.proxy.expression.value;

import java.util.List;

/**
 * {@code IGrouping<K, T>}: what {@code GroupBy} found under one key.
 *
 * @param key what they share
 * @param elements in the order they came
 */
public record Group(Object key, List<Object> elements) {}
