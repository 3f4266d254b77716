package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.gateway.bridge.ClientMetadata.Reading;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Clients that are named by the URL of their metadata document (draft-ietf-oauth-client-id-metadata-document). Pure. */
final class ClientDocument {

    private static final int MAX_URL = 512;

    private ClientDocument() {}

    /** Either a client, or why it is none. */
    sealed interface Result {

        record Sound(Client client) implements Result {}

        record Faulty(String detail) implements Result {}
    }

    /** Whether a client id means to be a URL, sound or not. */
    static boolean isUrl(String clientId) {
        return clientId.regionMatches(true, 0, "https:", 0, 6) || clientId.regionMatches(true, 0, "http:", 0, 5);
    }

    /** Why a document is not asked for at that URL (§3 of the draft); null where it is. */
    static String fault(String url) {
        if (url.length() > MAX_URL || !url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return "the URL is too long or holds what may not stand in one";
        }
        URI parsed;
        try {
            parsed = new URI(url);
        } catch (URISyntaxException e) {
            return "it is no URL";
        }
        String path = parsed.getRawPath();
        if (!"https".equals(parsed.getScheme()) || parsed.getHost() == null) {
            return "only https URLs name clients";
        }
        if (parsed.getRawUserInfo() != null || parsed.getRawFragment() != null || parsed.getRawQuery() != null) {
            // A query is discouraged there, and on many hosts it lets strangers choose what is answered.
            return "the URL has user information, a query or a fragment";
        }
        if (path == null || path.length() < 2 || Arrays.stream(path.split("/")).anyMatch(ClientDocument::isDots)) {
            return "the URL has no path, or one with dots for a segment";
        }
        return null;
    }

    private static boolean isDots(String segment) {
        String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
        return plain.equals(".") || plain.equals("..");
    }

    /**
     * Judges a document that came.
     *
     * @param url where it came from
     * @param allowed where clients may have people sent back to; empty for all that is safe
     */
    static Result read(String url, int status, String contentType, byte[] body, List<String> allowed) {
        if (status != 200) {
            return new Result.Faulty("the answer was " + status + ", not 200; redirects are not followed");
        }
        String type =
                contentType == null ? "" : contentType.split(";")[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !(type.startsWith("application/") && type.endsWith("+json"))) {
            return new Result.Faulty("the answer is not application/json");
        }
        return Json.object(body)
                .map(json -> {
                    // Simple string comparison, nothing normalised.
                    if (!url.equals(Json.text(json, "client_id"))) {
                        return new Result.Faulty("its client_id is not the URL that it was fetched from");
                    }
                    if (json.has("client_secret") || json.has("client_secret_expires_at")) {
                        return new Result.Faulty("a public document holds a client_secret");
                    }
                    return switch (ClientMetadata.read(json, allowed)) {
                        case Reading.Faulty(Refusal _, String detail) -> new Result.Faulty(detail);
                        case Reading.Sound(ClientMetadata metadata) -> client(url, metadata);
                    };
                })
                .orElseGet(() -> new Result.Faulty("the answer is no JSON object"));
    }

    private static Result client(String url, ClientMetadata metadata) {
        if (metadata.secret()) {
            return new Result.Faulty("its token_endpoint_auth_method is not none, the only one for such clients here");
        }
        return new Result.Sound(new Client(
                url,
                metadata.name(),
                URI.create(url).getRawAuthority(),
                metadata.redirects(),
                false,
                metadata.refresh()));
    }
}
