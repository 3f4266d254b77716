package dev.securemcp.proxy.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.securemcp.proxy.identity.Subscription.KeySlot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of subscriptions, for people: what they open, their state, when their keys were used last. Nothing of a key itself. In
 * pages, those of the configuration first.
 */
public final class SubscriptionReport {

    /** Most subscriptions of one page. */
    public static final int MAX_LIMIT = 10_000;

    /**
     * What is asked for.
     *
     * @param id one subscription alone; empty for all
     * @param from the number at which the page begins, 0 for the first
     * @param limit how many it holds at most, up to {@link #MAX_LIMIT}
     * @param unusedSince only those with a key that was not used since; empty for all
     */
    public record Query(Optional<String> id, int from, int limit, Optional<Instant> unusedSince) {}

    private static final JsonFactory JSON = new JsonFactory();

    private final SubscriptionTable own;
    private final SubscriptionTable file;

    private SubscriptionReport(KeyRing keys) {
        this.own = keys.own();
        this.file = keys.file();
    }

    /** A page as JSON. */
    public static byte[] page(KeyRing keys, Query query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            new SubscriptionReport(keys).write(json, query);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json, Query query) throws IOException {
        json.writeStartObject();
        json.writeNumberField("total", own.size() + file.size());
        json.writeArrayFieldStart("subscriptions");
        int next = query.id().isPresent() ? one(json, query.id().get()) : several(json, query);
        json.writeEndArray();
        if (next >= 0) {
            json.writeNumberField("next", next);
        }
        json.writeEndObject();
    }

    private int one(JsonGenerator json, String id) throws IOException {
        for (SubscriptionTable table : new SubscriptionTable[] {own, file}) {
            int entry = table.entry(id);
            if (entry >= 0) {
                entry(json, table, entry);
            }
        }
        return -1;
    }

    /** The number at which the next page begins; -1 after the last. */
    private int several(JsonGenerator json, Query query) throws IOException {
        long unusedSince = query.unusedSince().map(Instant::getEpochSecond).orElse(Long.MAX_VALUE);
        int total = own.size() + file.size();
        int written = 0;
        for (int number = query.from(); number < total; number++) {
            SubscriptionTable table = number < own.size() ? own : file;
            int entry = number < own.size() ? number : number - own.size();
            if (query.unusedSince().isEmpty() || oldest(table.keys(), entry) < unusedSince) {
                if (written == query.limit()) {
                    return number;
                }
                entry(json, table, entry);
                written++;
            }
        }
        return -1;
    }

    private static long oldest(KeyIndex keys, int entry) {
        long oldest = Long.MAX_VALUE;
        for (int key = KeyIndex.SLOTS * entry; key < KeyIndex.SLOTS * (entry + 1); key++) {
            if (keys.has(key)) {
                oldest = Math.min(oldest, keys.lastUsed(key));
            }
        }
        return oldest;
    }

    private void entry(JsonGenerator json, SubscriptionTable table, int entry) throws IOException {
        json.writeStartObject();
        String id = table.text(entry, SubscriptionTable.ID);
        json.writeStringField("id", id);
        text(json, "name", table.text(entry, SubscriptionTable.NAME));
        text(json, "owner", table.text(entry, SubscriptionTable.OWNER));
        text(json, "notes", table.text(entry, SubscriptionTable.NOTES));
        text(json, "product", table.access(entry).product().orElse(""));
        if (table.access(entry).servers().isPresent()) {
            json.writeArrayFieldStart("servers");
            for (String server :
                    table.access(entry).servers().get().stream().sorted().toList()) {
                json.writeString(server);
            }
            json.writeEndArray();
        }
        json.writeStringField("state", table.state(entry).name().toLowerCase(Locale.ROOT));
        time(json, "notBefore", table.notBefore(entry));
        time(json, "expires", table.expires(entry));
        json.writeStringField("source", table == own ? "configuration" : "file");
        json.writeArrayFieldStart("keys");
        KeyIndex keys = table.keys();
        for (int key = KeyIndex.SLOTS * entry; key < KeyIndex.SLOTS * (entry + 1); key++) {
            if (keys.has(key)) {
                json.writeStartObject();
                json.writeStringField(
                        "key", KeySlot.values()[KeyIndex.slot(key)].name().toLowerCase(Locale.ROOT));
                long second = keys.lastUsed(key);
                time(json, "lastUsed", second == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second)));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private static void time(JsonGenerator json, String name, Optional<Instant> time) throws IOException {
        if (time.isPresent()) {
            json.writeStringField(name, time.get().toString());
        }
    }
}
