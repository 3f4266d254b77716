package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.ServerConfig.KeyNames;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.gateway.trace.SecretMask;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.Keys;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The subscription keys that a request shows, in the header or anywhere in the query, for texts in which they must not be seen. What is
 * shown as a key but is none stays visible: a caller must not be able to blank what an audit says of it. Nothing is done before a text
 * is to be kept.
 */
final class PresentedKeys implements UnaryOperator<String> {

    private final KeyRing keys;
    private final KeyNames names;
    private final HttpServerRequest request;
    private SecretMask mask;

    PresentedKeys(KeyRing keys, KeyNames names, HttpServerRequest request) {
        this.keys = keys;
        this.names = names;
        this.request = request;
    }

    /** A URL whose text is without keys; policies that ask for the parameter by its name still find it. */
    static RequestUrl hidden(RequestUrl url, KeyNames names) {
        String text = url.queryString();
        if (text.isEmpty()) {
            return url;
        }
        String rest = QueryString.without(text.substring(1), names.query());
        return rest.length() == text.length() - 1 ? url : url.showing(rest.isEmpty() ? "" : "?" + rest);
    }

    /** Every key that came, as it was written and decoded; the mask knows how policies encode it. */
    List<String> spellings() {
        List<String> spellings = new ArrayList<>();
        request.headers().getAll(names.header()).forEach(value -> add(value, value, spellings));
        QueryString.forEach(request.query(), names.query(), (raw, decoded) -> add(raw, decoded, spellings));
        return spellings;
    }

    private void add(String raw, String key, List<String> spellings) {
        if (Keys.looksLikeKey(key) || keys.find(key).isPresent()) {
            spellings.add(key);
            spellings.add(raw);
        }
    }

    @Override
    public String apply(String text) {
        if (mask == null) {
            mask = SecretMask.of(spellings());
        }
        return mask.apply(text);
    }
}
