package dev.securemcp.proxy.expression;

/** {@code context.Api}: the server that the call is for. */
public interface ApiFacts {

    String id();

    String name();

    /** The base path below the gateway's address, without slashes around it. */
    String path();

    default String version() {
        return null;
    }

    default String revision() {
        return "1";
    }

    default boolean isCurrentRevision() {
        return true;
    }

    /** The backend's address; null where it is not one address. */
    RequestUrl serviceUrl();
}
