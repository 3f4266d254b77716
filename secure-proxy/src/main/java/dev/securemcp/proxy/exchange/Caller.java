package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.ProductFacts;
import dev.securemcp.proxy.expression.SubscriptionFacts;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.net.CallerNetwork;
import java.util.List;

/**
 * Who is calling. Without a subscription and a token there is only the address.
 *
 * @param address the caller's address as text, after trusted proxies were looked through
 * @param subscription what the key stands for; null where none was presented
 * @param product the product that the key came with; null where there is none
 * @param mayTrace whether what this caller sends may be traced
 * @param token the validated token that the server's {@code authorization} asked for; null where there is none
 */
public record Caller(
        String address, SubscriptionFacts subscription, ProductFacts product, boolean mayTrace, Jwt token) {

    private static final List<String> CLIENT_CLAIMS = List.of("azp", "client_id", "appid");

    /** Somebody without a key. */
    public static Caller anonymous(String address) {
        return new Caller(address, null, null, false, null);
    }

    /** The same caller, who has also shown a token. */
    public Caller with(Jwt validated) {
        return new Caller(address, subscription, product, mayTrace, validated);
    }

    /**
     * Whom a session belongs to: the subscription, so that a session outlives the rotation of its key, and the token's
     * {@link #identity()}, so that it outlives the refresh of a token; both where both are shown, since one key may serve many people.
     * Callers that show nothing share one principal, since an address changes under a client that is still the same.
     */
    public String principal() {
        if (subscription == null) {
            return token == null ? "anonymous" : "token:" + identity();
        }
        return "subscription:" + subscription.id() + (token == null ? "" : "|token:" + identity());
    }

    /** The token's {@code iss|sub|azp} (MCP binds sessions to it), a {@code |} of the subject escaped; null without a token. */
    public String identity() {
        return token == null ? null : token.issuer() + "|" + subject(token) + "|" + client(token);
    }

    /** Whether a token was shown that names neither a subject nor a client, so that nothing can belong to its holder. */
    public boolean nameless() {
        return token != null && subject(token).isEmpty() && client(token).isEmpty();
    }

    /** Subjects may be of their holders' choice: none must read like another one with its client. */
    private static String subject(Jwt token) {
        String subject = token.subject() == null ? "" : token.subject();
        return subject.indexOf('|') < 0 && subject.indexOf('%') < 0
                ? subject
                : subject.replace("%", "%25").replace("|", "%7C");
    }

    /** The client that a token was made for: {@code azp}, else {@code client_id} (RFC 9068), else Entra's {@code appid}. */
    private static String client(Jwt token) {
        for (String claim : CLIENT_CLAIMS) {
            List<String> values = token.claims().get(claim);
            if (values != null && !values.isEmpty()) {
                return values.getFirst();
            }
        }
        return "";
    }

    /**
     * Whose sessions and streams are counted together: the principal's, else those of the {@linkplain CallerNetwork network
     * of the address}, so that somebody who shows nothing takes no place of others who show nothing.
     */
    public String countedAs() {
        return subscription == null && token == null ? CallerNetwork.of(address) : principal();
    }

    /** For logs and counters: the subscription's id, else null. */
    public String subscriptionId() {
        return subscription == null ? null : subscription.id();
    }

    /** For logs and counters: the product's id, else null. */
    public String productId() {
        return product == null ? null : product.id();
    }
}
