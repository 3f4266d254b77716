package dev.securemcp.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a token says, unchecked. */
final class Jwt {
    private Jwt() {}

    static JsonNode claims(String token) {
        return Json.read(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }
}
