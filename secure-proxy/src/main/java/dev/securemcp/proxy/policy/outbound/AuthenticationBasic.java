package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * {@code authentication-basic} (APIM: "Authenticate with Basic"): shows the backend, or inside {@code send-request} the service
 * that is called, a user name and a password (RFC 7617).
 *
 * @param username without a colon
 * @param password may be empty
 */
public record AuthenticationBasic(Value username, Value password) implements Policy {

    private static final String AUTHORIZATION = "Authorization";

    /** Compiles the element. */
    public static AuthenticationBasic compile(AttributeReader reader, PolicyBuild build) {
        PolicyText username = reader.required("username");
        boolean literal = !username.isExpression() && !username.open();
        if (literal && !isUserId(username.text())) {
            reader.error(
                    username.position(), "a user name holds neither a colon nor a control character (RFC 7617 §2)", "");
        }
        return new AuthenticationBasic(build.value(reader, username), build.required(reader, "password"));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        set(exchange, exchange.request().headers());
        return Verdict.NEXT;
    }

    /** Puts the credential among these fields. */
    void set(Exchange exchange, HeaderFields headers) {
        String user = username.text(exchange);
        if (!isUserId(user)) {
            throw new ExpressionException(
                    "ArgumentException", "a user name holds neither a colon nor a control character", null);
        }
        byte[] pair = (user + ":" + password.text(exchange)).getBytes(StandardCharsets.UTF_8);
        headers.markSetByPolicy(AUTHORIZATION);
        headers.set(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private static boolean isUserId(String text) {
        return text.chars().noneMatch(c -> c == ':' || c < ' ' || c == 0x7f);
    }

    /** Without the credential: this may end in a log. */
    @Override
    public String toString() {
        return "AuthenticationBasic";
    }
}
