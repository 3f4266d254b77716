package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Browser;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Code;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Consent;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Ended;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Grant;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Issued;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.SignIn;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.SpentCode;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Tokens;
import java.time.Instant;
import java.util.List;

/** Entries as bytes, secrets and all: for a store that encrypts them. What an older release wrote otherwise counts as absent. */
final class EntryCodec {

    private EntryCodec() {}

    static byte[] write(BridgeEntry entry) {
        ObjectNode json = Json.object();
        switch (entry) {
            case Consent consent -> {
                json.put("is", "consent").put("csrf", consent.csrf()).put("memory", consent.memory());
                json.put("prompt", consent.prompt()).put("hint", consent.hint());
                json.set("asked", asked(consent.asked()));
                json.set("browser", browser(consent.browser()));
            }
            case SignIn signIn -> {
                json.put("is", "sign-in")
                        .put("verifier", signIn.verifier().reveal())
                        .put("nonce", signIn.nonce());
                json.set("asked", asked(signIn.asked()));
                json.set("browser", browser(signIn.browser()));
            }
            case Code code -> {
                json.put("is", "code").put("grant", code.grant());
                json.set("asked", asked(code.asked()));
                Tokens tokens = code.tokens();
                json.set("tokens", given(tokens.access(), tokens.expires(), tokens.refresh(), tokens.scopes()));
            }
            case SpentCode spent -> json.put("is", "spent").put("grant", spent.grant());
            case Grant grant -> grant(json, grant);
            case Ended ended -> json.put("is", "ended").put("current", ended.current());
        }
        return Json.bytes(json);
    }

    private static void grant(ObjectNode json, Grant grant) {
        json.put("is", "grant").put("server", grant.server()).put("client", grant.clientId());
        json.put("resource", grant.resource()).put("refresh", grant.refresh().reveal());
        json.put("current", grant.current()).put("replaced", grant.replaced());
        json.put("replacedAt", grant.replacedAt().toEpochMilli());
        json.set("scopes", Json.array(grant.scopes()));
        if (grant.last() != null) {
            Issued last = grant.last();
            json.set("last", given(last.access(), last.expires(), last.refresh(), last.scopes()));
        }
    }

    private static ObjectNode asked(Asked asked) {
        ObjectNode json = Json.object();
        json.put("server", asked.server()).put("client", asked.clientId()).put("refresh", asked.refresh());
        json.put("redirect", asked.redirect()).put("state", asked.state()).put("challenge", asked.challenge());
        json.put("resource", asked.resource());
        json.set("scopes", Json.array(asked.scopes()));
        return json;
    }

    private static ObjectNode browser(Browser browser) {
        return Json.object().put("cookie", browser.cookie()).put("hash", browser.hash());
    }

    private static ObjectNode given(Secret access, Instant expires, Secret refresh, List<String> scopes) {
        ObjectNode json = Json.object();
        json.put("access", access.reveal());
        json.put("expires", expires == null ? -1 : expires.toEpochMilli());
        json.put("refresh", refresh == null ? null : refresh.reveal());
        json.set("scopes", Json.array(scopes));
        return json;
    }

    /** Reads what {@link #write} wrote; null for anything else. */
    static BridgeEntry read(byte[] bytes) {
        return Json.object(bytes).map(EntryCodec::entry).orElse(null);
    }

    private static BridgeEntry entry(JsonNode json) {
        return switch (String.valueOf(Json.text(json, "is"))) {
            case "consent" ->
                new Consent(
                        asked(json.path("asked")),
                        browser(json.path("browser")),
                        Json.text(json, "csrf"),
                        Json.text(json, "memory"),
                        Json.text(json, "prompt"),
                        Json.text(json, "hint"));
            case "sign-in" ->
                new SignIn(
                        asked(json.path("asked")),
                        browser(json.path("browser")),
                        secret(json, "verifier"),
                        Json.text(json, "nonce"));
            case "code" -> new Code(asked(json.path("asked")), tokens(json.path("tokens")), Json.text(json, "grant"));
            case "spent" -> new SpentCode(Json.text(json, "grant"));
            case "grant" -> grant(json);
            case "ended" -> new Ended(Json.text(json, "current"));
            default -> null;
        };
    }

    private static Grant grant(JsonNode json) {
        Tokens last = json.has("last") ? tokens(json.path("last")) : null;
        return new Grant(
                Json.text(json, "server"),
                Json.text(json, "client"),
                Json.text(json, "resource"),
                scopes(json),
                secret(json, "refresh"),
                Json.text(json, "current"),
                Json.text(json, "replaced"),
                Instant.ofEpochMilli(json.path("replacedAt").asLong()),
                last == null ? null : new Issued(last.access(), last.expires(), last.refresh(), last.scopes()));
    }

    private static Asked asked(JsonNode json) {
        return new Asked(
                Json.text(json, "server"),
                Json.text(json, "client"),
                json.path("refresh").asBoolean(),
                Json.text(json, "redirect"),
                Json.text(json, "state"),
                Json.text(json, "challenge"),
                scopes(json),
                Json.text(json, "resource"));
    }

    private static Browser browser(JsonNode json) {
        return new Browser(Json.text(json, "cookie"), Json.text(json, "hash"));
    }

    private static Tokens tokens(JsonNode json) {
        long expires = json.path("expires").asLong(-1);
        return new Tokens(
                secret(json, "access"),
                expires < 0 ? null : Instant.ofEpochMilli(expires),
                secret(json, "refresh"),
                scopes(json));
    }

    private static List<String> scopes(JsonNode json) {
        List<String> scopes = Json.texts(json, "scopes");
        return scopes == null ? List.of() : scopes;
    }

    private static Secret secret(JsonNode json, String name) {
        String text = Json.text(json, name);
        return text == null ? null : Secret.of(text);
    }
}
