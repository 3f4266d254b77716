package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.exchange.CacheWish;
import dev.securemcp.proxy.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Everything of a request beside its message by which the backend's result may differ: where it goes, its query, the revision, mirrored
 * parameters, and what {@code cache-lookup} names.
 *
 * @param wish null where {@code cache-lookup} did not run
 */
record RequestFacts(Exchange exchange, ServerConfig server, CacheWish wish) {

    private static final String PARAMETER = "mcp-param-";

    /** One text for all of it. */
    String digest(byte[] message) {
        MessageDigest digest = sha256();
        digest.update(message);
        piece(digest, String.valueOf(exchange.request().backend()));
        piece(digest, String.valueOf(exchange.request().rewrittenPath()));
        String query = exchange.request().url().queryString();
        piece(
                digest,
                QueryString.without(
                        query.startsWith("?") ? query.substring(1) : query,
                        server.keyNames().query()));
        piece(digest, String.valueOf(exchange.request().headers().joined("MCP-Protocol-Version")));
        exchange.request().headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PARAMETER)) {
                piece(digest, lower);
                piece(digest, value);
            }
        });
        if (wish != null) {
            wish.vary().forEach(value -> piece(digest, value));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A text that stands for a secret one. */
    static String hash(String text) {
        return Sha256.of(text).hex();
    }

    private static void piece(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
