package dev.securemcp.proxy.expression;

import java.util.List;

/** {@code context.Product}. */
public interface ProductFacts {

    String id();

    String name();

    default boolean subscriptionRequired() {
        return true;
    }

    default boolean approvalRequired() {
        return false;
    }

    /** {@code Published} or {@code NotPublished}. */
    default String state() {
        return "Published";
    }

    /** How many subscriptions one user may have; null for no limit. */
    default Integer subscriptionLimit() {
        return null;
    }

    default List<GroupFacts> groups() {
        return List.of();
    }
}
