package dev.securemcp.proxy.expression;

/** {@code context.Response}, and what {@code send-request} leaves in its variable ({@code IResponse}). */
public interface ResponseFacts {

    int statusCode();

    /** The reason phrase; the standard one where the answer had none. */
    String statusReason();

    HeaderFacts headers();

    /** Null where there is no body. For a streamed response, one whose {@link BodyFacts#bytes()} throws. */
    BodyFacts body();
}
