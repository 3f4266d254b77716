package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a bridge answers. Nothing of it may be kept by caches, unless it says so itself.
 *
 * @param status HTTP status
 * @param headers in order; a name may stand more than once
 * @param body empty where there is none
 * @param refusal why the answer is a refusal; null where it is none
 */
public record BridgeAnswer(int status, List<Header> headers, byte[] body, Refusal refusal) {

    /** One header field. */
    public record Header(String name, String value) {}

    public BridgeAnswer {
        headers = List.copyOf(headers);
    }

    static BridgeAnswer json(int status, JsonNode body) {
        return new BridgeAnswer(
                status,
                List.of(new Header("Content-Type", "application/json"), new Header("Cache-Control", "no-store")),
                Json.bytes(body),
                null);
    }

    /** An error in the form of RFC 6749 §5.2 and RFC 7591 §3.2.2. */
    static BridgeAnswer error(Refusal refusal, String detail) {
        ObjectNode body = Json.object();
        body.put("error", refusal.error());
        body.put("error_description", detail.isEmpty() ? refusal.message() : detail);
        BridgeAnswer answer = json(refusal.status(), body).because(refusal);
        return refusal == Refusal.CLIENT_NOT_AUTHENTICATED
                // RFC 6749 §5.2 asks for it where a client has tried with this field.
                ? answer.with("WWW-Authenticate", "Basic realm=\"token\"")
                : answer;
    }

    static BridgeAnswer error(Refusal refusal) {
        return error(refusal, "");
    }

    /** A page; nothing in it runs, loads or may be framed. */
    static BridgeAnswer page(int status, String html) {
        return new BridgeAnswer(status, Pages.HEADERS, html.getBytes(StandardCharsets.UTF_8), null);
    }

    static BridgeAnswer errorPage(Refusal refusal) {
        return page(refusal.status(), Pages.error(refusal)).because(refusal);
    }

    /**
     * Sends a browser elsewhere.
     *
     * @param status 302 after a GET, 303 after a POST, so that nothing posted goes along
     */
    static BridgeAnswer redirect(int status, String location) {
        return new BridgeAnswer(
                status,
                List.of(
                        new Header("Location", location),
                        new Header("Cache-Control", "no-store"),
                        // The URL of this page must not reach the next.
                        new Header("Referrer-Policy", "no-referrer")),
                new byte[0],
                null);
    }

    /** Tells a client, at its own address, why it gets no code (RFC 6749 §4.1.2.1), and who says so (RFC 9207). */
    static BridgeAnswer sendBack(
            int status, BridgeSite site, String redirect, String state, Refusal refusal, String detail) {
        return redirect(status, told(site, redirect, state, refusal, detail)).because(refusal);
    }

    /** The same where nobody knows whose address that is: a page says so, and leaves it to the person to go there. */
    static BridgeAnswer askBack(BridgeSite site, String redirect, String state, Refusal refusal) {
        return page(refusal.status(), Pages.leaving(refusal, redirect, told(site, redirect, state, refusal, "")))
                .because(refusal);
    }

    private static String told(BridgeSite site, String redirect, String state, Refusal refusal, String detail) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", refusal.error());
        parameters.put("error_description", detail.isEmpty() ? refusal.message() : detail);
        parameters.put("state", state);
        parameters.put("iss", site.issuer());
        return Parameters.appended(redirect, parameters);
    }

    /** The same with another header field. */
    BridgeAnswer with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new BridgeAnswer(status, more, body, refusal);
    }

    private BridgeAnswer because(Refusal why) {
        return new BridgeAnswer(status, headers, body, why);
    }
}
