package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.expression.BasicCredentials;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.Jwt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** {@code Jwt} and {@code BasicAuthCredentials}, and how a text becomes one. Tokens are read here, not believed. */
final class TokenTypes {

    private static final int MAX_TOKEN = 1 << 16;
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build());

    private TokenTypes() {}

    static void define(TypeTable table) {
        table.<Jwt>reference("Jwt", Jwt.class, NONE, m -> {
            m.property("string Id", (e, t) -> t.id());
            m.property("string Type", (e, t) -> t.type());
            m.property("string Algorithm", (e, t) -> t.algorithm());
            m.property("string Issuer", (e, t) -> t.issuer());
            m.property("string Subject", (e, t) -> t.subject());
            m.property("IEnumerable<string> Audiences", (e, t) -> t.audiences());
            m.property("DateTime? ExpirationTime", (e, t) -> date(t.expirationTime()));
            m.property("DateTime? IssuedAt", (e, t) -> date(t.issuedAt()));
            m.property("DateTime? NotBefore", (e, t) -> date(t.notBefore()));
            m.property("IClaims Claims", (e, t) -> new MessageTypes.Query(t.claims()));
        });
        table.alias("IClaims", "IQuery");
        table.<BasicCredentials>reference("BasicAuthCredentials", BasicCredentials.class, NONE, m -> {
            m.property("string UserId", (e, c) -> c.userId());
            m.property("string Password", (e, c) -> c.password());
        });
    }

    private static DateTimeValue date(Instant instant) {
        return instant == null ? null : DateTimeValue.utc(instant);
    }

    /** The methods that API Management adds to {@code string}. */
    static void extendString(Members<String> m) {
        m.method("Jwt AsJwt()", (e, s) -> jwt(s));
        m.method("bool TryParseJwt(out Jwt result)", (e, s, out) -> ((Ref) out).found(jwt(s)));
        m.method("BasicAuthCredentials AsBasic()", (e, s) -> basic(s));
        m.method("bool TryParseBasic(out BasicAuthCredentials result)", (e, s, out) -> ((Ref) out).found(basic(s)));
    }

    /** With or without {@code Bearer}; null where the text is no token. */
    static Jwt jwt(String text) {
        String bare = text.strip();
        if (bare.regionMatches(true, 0, "Bearer ", 0, 7)) {
            bare = bare.substring(7).strip();
        }
        int first = bare.indexOf('.');
        int second = bare.indexOf('.', first + 1);
        if (first < 1 || second < 0 || bare.indexOf('.', second + 1) >= 0 || bare.length() > MAX_TOKEN) {
            return null;
        }
        JsonNode header = part(bare.substring(0, first));
        JsonNode payload = part(bare.substring(first + 1, second));
        return header == null || payload == null ? null : Jwt.of(header, payload);
    }

    private static JsonNode part(String encoded) {
        try {
            JsonNode node = MAPPER.readTree(Base64.getUrlDecoder().decode(encoded.replace("=", "")));
            return node != null && node.isObject() ? node : null;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null;
        } catch (IOException e) {
            throw Fail.format("the token cannot be read");
        }
    }

    /** {@code Basic base64(user:password)}; null where the text is not that. */
    static BasicCredentials basic(String text) {
        String bare = text.strip();
        if (!bare.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String decoded =
                    new String(Base64.getDecoder().decode(bare.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? null : new BasicCredentials(decoded.substring(0, colon), decoded.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
