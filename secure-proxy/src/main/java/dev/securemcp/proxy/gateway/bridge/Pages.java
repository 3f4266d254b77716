package dev.securemcp.proxy.gateway.bridge;

import static dev.securemcp.proxy.gateway.bridge.PlainText.html;

import dev.securemcp.proxy.gateway.bridge.BridgeAnswer.Header;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** The pages that people see. Everything that strangers chose is escaped; there is no script. */
final class Pages {

    private static final String STYLE =
            """
            body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
            h1{font-size:1.4rem}dt{margin-top:.8rem;color:#555;font-size:.9rem}dd{margin:0;overflow-wrap:anywhere}
            .who{font-weight:600}.warn{background:#fff4d6;padding:.6rem .8rem;border-radius:.3rem}
            button{font:inherit;padding:.5rem 1.2rem;margin:1.2rem .6rem 0 0;border-radius:.3rem;border:1px solid #555;background:#fff}
            button.yes{background:#0b57d0;border-color:#0b57d0;color:#fff}
            """;

    /**
     * The fields of every page. There is no {@code form-action}: browsers hold the redirects that follow a form to it, and those lead
     * to the issuer, from there to wherever it signs people in, and back to the client.
     *
     * <p>The referrer goes to ourselves alone: with {@code no-referrer} browsers would send the form with {@code Origin: null}.
     */
    static final List<Header> HEADERS = List.of(
            new Header("Content-Type", "text/html; charset=utf-8"),
            new Header("Cache-Control", "no-store"),
            new Header(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'sha256-"
                            + Base64.getEncoder().encodeToString(Opaque.sha256(STYLE.getBytes(StandardCharsets.UTF_8)))
                            + "'; frame-ancestors 'none'; base-uri 'none'"),
            new Header("X-Frame-Options", "DENY"),
            new Header("X-Content-Type-Options", "nosniff"),
            new Header("Referrer-Policy", "same-origin"),
            new Header("Cross-Origin-Opener-Policy", "same-origin"));

    private Pages() {}

    private static String page(String title, String body) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + html(title)
                + "</title><meta name=\"viewport\" content=\"width=device-width\"><style>" + STYLE
                + "</style></head><body>\n" + body + "</body></html>\n";
    }

    /** Tells a person why it does not go on. */
    static String error(Refusal refusal) {
        return page("Access not granted", why(refusal));
    }

    private static String why(Refusal refusal) {
        return "<h1>Access not granted</h1>\n<p>" + html(refusal.message()) + "</p>\n<p>Reason: <code>"
                + html(refusal.reason()) + "</code></p>\n";
    }

    /**
     * The same where a client is to be told, at an address that nobody has vouched for: it is named, and only a link leads there.
     *
     * @param redirect a URI that could be registered, so none that a browser would run
     * @param told the same with what the client is told
     */
    static String leaving(Refusal refusal, String redirect, String told) {
        StringBuilder body = new StringBuilder(why(refusal));
        body.append("<dl>\n");
        entry(body, "Who asked waits for the answer at", RedirectUri.target(redirect));
        entry(body, "Address", redirect);
        body.append("</dl>\n<p class=\"warn\">Nobody has checked whose address that is. ")
                .append("Only go there if you have started this yourself, in that program, just now.</p>\n")
                .append("<p><a rel=\"noreferrer\" href=\"")
                .append(html(told))
                .append("\">Go there</a></p>\n");
        return page("Access not granted", body.toString());
    }

    /**
     * Asks whether a client may.
     *
     * @param transaction what the form sends back
     * @param csrf what it sends back, too
     * @param remember how long an answer can be remembered; zero for not at all
     */
    static String consent(
            BridgeSite site, Client client, Asked asked, String transaction, String csrf, Duration remember) {
        String name = client.name().isEmpty() ? "A program without a name" : client.name();
        StringBuilder body = new StringBuilder();
        body.append("<h1>Allow access?</h1>\n<p><span class=\"who\">")
                .append(html(name))
                .append("</span> wants to use <span class=\"who\">")
                .append(html(site.title()))
                .append("</span> in your name.</p>\n<dl>\n");
        entry(
                body,
                "Who it says it is",
                client.host() == null
                        ? "“" + name + "”: its own words, which nobody has checked"
                        : "“" + name + "”, a client of " + client.host());
        entry(body, "You are sent back to", RedirectUri.target(asked.redirect()));
        entry(body, "Address", asked.redirect());
        entry(body, "It may", String.join(", ", asked.scopes()));
        entry(body, "At", site.issuer());
        body.append(
                        "</dl>\n<p class=\"warn\">Only go on if you have started this yourself, in that program, just now.</p>\n")
                .append("<form method=\"post\" action=\"")
                .append(html(site.path()))
                .append("/authorize\">\n")
                .append("<input type=\"hidden\" name=\"transaction\" value=\"")
                .append(html(transaction))
                .append("\">\n")
                .append("<input type=\"hidden\" name=\"csrf\" value=\"")
                .append(html(csrf))
                .append("\">\n");
        if (!remember.isZero()) {
            body.append(
                            "<p><label><input type=\"checkbox\" name=\"remember\" value=\"on\"> Do not ask again in this browser for ")
                    .append(html(duration(remember)))
                    .append("</label></p>\n");
        }
        body.append("<button class=\"yes\" name=\"decision\" value=\"approve\">Allow</button>")
                .append("<button name=\"decision\" value=\"deny\">Deny</button>\n</form>\n");
        return page("Allow access?", body.toString());
    }

    private static void entry(StringBuilder body, String term, String text) {
        body.append("<dt>")
                .append(html(term))
                .append("</dt><dd>")
                .append(html(text))
                .append("</dd>\n");
    }

    private static String duration(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() == 1 ? "a day" : duration.toDays() + " days";
        }
        return duration.toHours() > 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
    }
}
