package dev.securemcp.proxy.expression;

import java.util.Map;

/** {@code context.Request}. */
public interface RequestFacts {

    HeaderFacts headers();

    /** Null where the request has no body. */
    BodyFacts body();

    /** In capitals, such as {@code POST}. */
    String method();

    /** The URL as policies have changed it so far. */
    RequestUrl url();

    /** The URL that the client asked for. */
    RequestUrl originalUrl();

    /** The caller's address as text. */
    String ipAddress();

    /** Parameters of the route's template by name. */
    Map<String, String> matchedParameters();

    /** The client's certificate; null where it showed none. */
    Certificate certificate();
}
