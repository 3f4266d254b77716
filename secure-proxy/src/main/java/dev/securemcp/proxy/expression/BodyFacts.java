package dev.securemcp.proxy.expression;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A whole body, held in memory and bounded by whoever received it. */
public interface BodyFacts {

    /**
     * The bytes; empty where the message had none. Not copied: must not be changed by the caller.
     *
     * @throws ExpressionException where the body cannot be had, such as that of a response that is streamed
     */
    byte[] bytes();

    /** From the content type's {@code charset}, UTF-8 where that says nothing. */
    default Charset charset() {
        return StandardCharsets.UTF_8;
    }
}
