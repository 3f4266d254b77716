package dev.securemcp.proxy.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig;
import dev.securemcp.proxy.config.SubscriptionConfig.State;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One line of a file of subscriptions. Read again and again by one thread; what is wrong with a line is said without what it holds. */
final class SubscriptionLine {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_TEXT = 4096;
    private static final int MAX_SERVERS = 1000;

    private enum Field {
        ID,
        PRODUCT,
        SERVERS,
        PRIMARY_KEY,
        SECONDARY_KEY,
        STATE,
        NOT_BEFORE,
        EXPIRES,
        ALLOW_TRACING,
        DISPLAY_NAME,
        OWNER,
        NOTES;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Map<String, Field> FIELDS =
            Arrays.stream(Field.values()).collect(Collectors.toUnmodifiableMap(Field::key, field -> field));

    private static final String KNOWN =
            "known here: " + Arrays.stream(Field.values()).map(Field::key).collect(Collectors.joining(", "));

    /** Why a line cannot be taken. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient String place;
        private final transient String remedy;

        Refused(String place, String message, String remedy) {
            super(message, null, false, false);
            this.place = place;
            this.remedy = remedy;
        }
    }

    private final Faults faults;
    private int seen;
    private String lastTime = "";
    private Instant lastInstant;
    private Optional<String> lastProduct = Optional.empty();
    private String id;
    private Optional<String> product = Optional.empty();
    private Set<String> servers;
    private StoredKey primary;
    private StoredKey secondary;
    private State state;
    private Instant notBefore;
    private Instant expires;
    private boolean tracing;
    private String displayName;
    private String owner;
    private String notes;

    SubscriptionLine(Faults faults) {
        this.faults = faults;
    }

    /** The subscription of a line; null with the fault recorded. */
    SubscriptionConfig read(byte[] bytes, int from, int to, Position position) {
        clear();
        try (JsonParser json = JSON.createParser(bytes, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Refused("", "expected a JSON object", "one subscription stands in each line");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                field(json, name);
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw new Refused("", "something stands behind the object", "one subscription stands in each line");
            }
            return whole(position);
        } catch (Refused e) {
            faults.error(position, e.place, e.getMessage(), e.remedy);
        } catch (IOException e) {
            // The parser's own words may quote what stands there.
            faults.error(position, "", "not JSON", "each line is one JSON object, in UTF-8");
        }
        return null;
    }

    private void field(JsonParser json, String name) throws IOException, Refused {
        Field field = FIELDS.get(name);
        if (field == null) {
            throw new Refused(safe(name), "unknown key", KNOWN);
        }
        int bit = 1 << field.ordinal();
        if ((seen & bit) != 0) {
            throw new Refused(name, "it stands here twice", "keep one");
        }
        seen |= bit;
        JsonToken value = json.nextToken();
        switch (field) {
            case ID -> id = name(json, value, name);
            case PRODUCT -> product = product(json, value);
            case SERVERS -> servers = servers(json, value);
            case PRIMARY_KEY -> primary = key(json, value, name);
            case SECONDARY_KEY -> secondary = key(json, value, name);
            case STATE -> state = state(text(json, value, name));
            case NOT_BEFORE -> notBefore = instant(text(json, value, name), name);
            case EXPIRES -> expires = instant(text(json, value, name), name);
            case ALLOW_TRACING -> {
                if (value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE) {
                    throw new Refused(name, "neither true nor false", "");
                }
                tracing = value == JsonToken.VALUE_TRUE;
            }
            case DISPLAY_NAME -> displayName = text(json, value, name);
            case OWNER -> owner = text(json, value, name);
            case NOTES -> notes = text(json, value, name);
        }
    }

    private SubscriptionConfig whole(Position position) throws Refused {
        if (id == null) {
            throw new Refused("", "it needs `id`", "what logs and limits call it");
        }
        if (product.isEmpty() && servers == null) {
            throw new Refused("", "it needs one of `product`, `servers`", "");
        }
        if (primary == null && secondary == null) {
            throw new Refused("", "it needs one of `primary-key`, `secondary-key`", "");
        }
        if (notBefore != null && expires != null && !notBefore.isBefore(expires)) {
            throw new Refused("expires", "its keys would stop working before they begin to", "see `not-before`");
        }
        return new SubscriptionConfig(
                id,
                product,
                Optional.ofNullable(servers),
                Optional.ofNullable(primary),
                Optional.ofNullable(secondary),
                state,
                Optional.ofNullable(notBefore),
                Optional.ofNullable(expires),
                tracing,
                displayName == null ? id : displayName,
                owner,
                notes,
                position);
    }

    private static String name(JsonParser json, JsonToken value, String name) throws IOException, Refused {
        String text = text(json, value, name);
        if (!SubscriptionConfig.isId(text)) {
            throw new Refused(name, "not a name", "at most 80 letters, digits, `-`, `_` and `.`");
        }
        return text;
    }

    private static String text(JsonParser json, JsonToken value, String name) throws IOException, Refused {
        if (value != JsonToken.VALUE_STRING) {
            throw new Refused(name, "expected a text", "write it in double quotes");
        }
        String text = json.getText();
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            throw new Refused(name, "expected a text of 1 to " + MAX_TEXT + " characters", "");
        }
        return text;
    }

    private static Set<String> servers(JsonParser json, JsonToken value) throws IOException, Refused {
        if (value != JsonToken.START_ARRAY) {
            throw new Refused("servers", "expected a list", "");
        }
        Set<String> servers = new HashSet<>();
        for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
            servers.add(name(json, item, "servers"));
            if (servers.size() > MAX_SERVERS) {
                throw new Refused("servers", "the list has more than " + MAX_SERVERS + " values", "");
            }
        }
        if (servers.isEmpty()) {
            throw new Refused("servers", "the list is empty", "leave it out for all of the product's");
        }
        return servers;
    }

    private static StoredKey key(JsonParser json, JsonToken value, String name) throws IOException, Refused {
        if (value != JsonToken.START_OBJECT) {
            throw hashesOnly(name);
        }
        String form = json.nextFieldName();
        boolean peppered = "hmac-sha256".equals(form);
        if (!peppered && !"sha256".equals(form)) {
            throw hashesOnly(name);
        }
        Optional<Sha256> digest = Sha256.parse(text(json, json.nextToken(), name));
        if (digest.isEmpty() || json.nextToken() != JsonToken.END_OBJECT) {
            throw hashesOnly(name);
        }
        return new StoredKey(digest.get(), peppered);
    }

    private static Refused hashesOnly(String name) {
        return new Refused(
                name,
                "expected {\"sha256\": \"…\"} or {\"hmac-sha256\": \"…\"} with 64 hexadecimal digits",
                "`secure-proxy key hash` makes it of a key");
    }

    private static State state(String text) throws Refused {
        for (State state : State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                return state;
            }
        }
        throw new Refused(
                "state", "no such state", "one of active, suspended, submitted, rejected, cancelled, expired");
    }

    /** Many lines in a row bear the same date. */
    private Instant instant(String text, String name) throws Refused {
        if (!text.equals(lastTime)) {
            lastInstant = SubscriptionConfig.instant(text)
                    .orElseThrow(() -> new Refused(
                            name,
                            "not a time",
                            "a date such as 2027-01-01 (midnight UTC) or a time such as 2027-01-01T09:00:00Z"));
            lastTime = text;
        }
        return lastInstant;
    }

    /** Many lines in a row name the same product. */
    private Optional<String> product(JsonParser json, JsonToken value) throws IOException, Refused {
        String text = name(json, value, "product");
        if (lastProduct.isEmpty() || !lastProduct.get().equals(text)) {
            lastProduct = Optional.of(text);
        }
        return lastProduct;
    }

    /** A name that a person wrote, as far as it can be shown. */
    private static String safe(String name) {
        return name.length() <= 40 && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '-') ? name : "";
    }

    private void clear() {
        seen = 0;
        id = null;
        product = Optional.empty();
        servers = null;
        primary = null;
        secondary = null;
        state = State.ACTIVE;
        notBefore = null;
        expires = null;
        tracing = false;
        displayName = null;
        owner = "";
        notes = "";
    }
}
