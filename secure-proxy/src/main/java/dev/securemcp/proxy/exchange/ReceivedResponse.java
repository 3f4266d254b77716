package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.BodyFacts;
import dev.securemcp.proxy.expression.HeaderFacts;
import dev.securemcp.proxy.expression.ResponseFacts;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/**
 * A response that the gateway holds whole, such as that of a {@code send-request}: what documents call {@code IResponse}. Nobody
 * changes it, so that it can be kept and shared.
 *
 * @param statusCode HTTP status
 * @param reason the reason phrase; empty for the standard one
 * @param headers not changed by anybody from now on
 * @param bytes the body, not copied
 */
public record ReceivedResponse(int statusCode, String reason, HeaderFacts headers, byte[] bytes)
        implements ResponseFacts {

    @Override
    public String statusReason() {
        return reason.isEmpty() ? HttpResponseStatus.valueOf(statusCode).reasonPhrase() : reason;
    }

    @Override
    public BodyFacts body() {
        return new Body(bytes, charset(headers.joined("Content-Type")));
    }

    private record Body(byte[] bytes, Charset charset) implements BodyFacts {}

    /** The {@code charset} of a content type (RFC 9110 §8.3.2); UTF-8 where it names none that is known. */
    private static Charset charset(String contentType) {
        if (contentType == null) {
            return StandardCharsets.UTF_8;
        }
        for (String parameter : contentType.split(";", -1)) {
            String trimmed = parameter.strip();
            if (trimmed.toLowerCase(Locale.ROOT).startsWith("charset=")) {
                String name = trimmed.substring("charset=".length()).replace("\"", "");
                try {
                    return Charset.forName(name);
                } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                    return StandardCharsets.UTF_8;
                }
            }
        }
        return StandardCharsets.UTF_8;
    }

    /** Without headers and body: this may end in a log. */
    @Override
    public String toString() {
        return "IResponse " + statusCode;
    }
}
