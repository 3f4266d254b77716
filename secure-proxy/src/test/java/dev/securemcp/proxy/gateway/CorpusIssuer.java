package dev.securemcp.proxy.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.identity.token.SignerKey;
import dev.securemcp.proxy.identity.token.TestIssuer;
import dev.securemcp.proxy.identity.token.TestToken;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The issuer of the corpus: a realm of its own, and the tenant and tenants of Entra; all with one key. */
final class CorpusIssuer implements AutoCloseable {

    private static final String TENANT = "11111111-2222-3333-4444-555555555555";
    private static final Pattern TOKEN = Pattern.compile("(signed|forged|shared)\\((\\{.*})\\)");
    private static final SignerKey KEY = SignerKey.of("k1", "RS256");

    /** Another key of the same name. */
    private static final SignerKey FORGED =
            new SignerKey("k1", "RS256", SignerKey.of("forged", "RS256").pair());

    private static final byte[] SHARED =
            "a shared secret of 32 bytes, yes".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Vertx vertx = Vertx.vertx();
    private final TestIssuer issuer;

    CorpusIssuer() {
        try {
            issuer = TestIssuer.start(vertx, KEY);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        metadata("/realm", url() + "/realm");
        metadata("/" + TENANT + "/v2.0", url() + "/" + TENANT + "/v2.0");
        metadata("/organizations/v2.0", url() + "/{tenantid}/v2.0");
    }

    private void metadata(String path, String name) {
        issuer.page(path + "/.well-known/openid-configuration", TestIssuer.metadata(name, url() + "/keys"));
    }

    /** Where it is. */
    String url() {
        return issuer.url();
    }

    /** What cases may name. */
    Map<String, String> places() {
        return Map.of(
                "issuer", url(),
                "tenant", TENANT,
                "shared-secret", Base64.getEncoder().encodeToString(SHARED));
    }

    /**
     * Replaces {@code signed({…})} by a token with these claims, {@code forged({…})} by one that another key has signed, and
     * {@code shared({…})} by one that is signed with the shared secret.
     */
    String tokens(String header) {
        Matcher token = TOKEN.matcher(header);
        return token.find()
                ? token.replaceFirst(Matcher.quoteReplacement(token(token.group(1), token.group(2))))
                : header;
    }

    private String token(String how, String claims) {
        long now = Instant.now().getEpochSecond();
        TestToken token = TestToken.of(url() + "/realm")
                .claim("iat", now)
                .claim("nbf", now)
                .claim("exp", now + 3600);
        JsonNode given = CorpusMatch.tree(claims);
        given.properties()
                .forEach(claim -> token.claim(
                        claim.getKey(),
                        claim.getValue().isNull()
                                ? null
                                : CorpusDocument.MAPPER.convertValue(claim.getValue(), Object.class)));
        return switch (how) {
            case "signed" -> token.sign(KEY);
            case "forged" -> token.sign(FORGED);
            default -> token.sign("HS256", SHARED);
        };
    }

    @Override
    public void close() throws Exception {
        issuer.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
