package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Issued;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/** What the token endpoint says (RFC 6749 §5). */
final class TokenAnswer {

    private TokenAnswer() {}

    /** What a client is given. */
    static BridgeAnswer of(Issued issued, Instant now) {
        ObjectNode body = Json.object();
        body.put("access_token", issued.access().reveal());
        body.put("token_type", "Bearer");
        if (issued.expires() != null) {
            body.put(
                    "expires_in",
                    Math.max(0, Duration.between(now, issued.expires()).toSeconds()));
        }
        if (issued.refresh() != null) {
            body.put("refresh_token", issued.refresh().reveal());
        }
        if (!issued.scopes().isEmpty()) {
            body.put("scope", String.join(" ", issued.scopes()));
        }
        // RFC 6749 §5.1 asks for both.
        return BridgeAnswer.json(200, body).with("Pragma", "no-cache");
    }

    /** Why it is given nothing. */
    static Future<BridgeAnswer> refused(Refusal refusal) {
        return Future.succeededFuture(BridgeAnswer.error(refusal));
    }
}
