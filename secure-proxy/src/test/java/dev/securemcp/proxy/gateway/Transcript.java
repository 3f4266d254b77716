package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.gateway.WireMessage.Field;
import dev.securemcp.proxy.gateway.WireMessage.Framing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** What both sides of a proxy have seen during a scripted exchange, taken apart into named facets that can be compared. */
final class Transcript {

    private static final int SHORT = 300;

    private final Map<String, String> facets = new ConcurrentHashMap<>();

    /** Notes one facet. */
    void note(String name, Object value) {
        facets.put(name, String.valueOf(value));
    }

    /** Notes a response as the client saw it. */
    WireMessage answer(String side, WireMessage message) {
        note(side + ".line", message.head().startLine());
        note(side + ".framing", Wire.framingOfResponse(message.head()));
        message(side, message);
        return message;
    }

    /** Notes a request as the backend saw it. */
    void request(String side, WireMessage message) {
        note(side + ".line", message.head().startLine());
        Framing framing = Wire.framingOfRequest(message.head());
        note(side + ".framing", framing);
        message(side, message);
    }

    private void message(String side, WireMessage message) {
        message.head().fields().stream()
                .collect(Collectors.groupingBy(
                        field -> field.name().toLowerCase(Locale.ROOT),
                        Collectors.mapping(Field::value, Collectors.joining(" | "))))
                .forEach((name, values) -> note(side + ".field." + name, name.equals("date") ? "a date" : values));
        note(side + ".body", shown(message.body()));
        note(side + ".ending", message.ending());
    }

    private static String shown(byte[] body) {
        if (body.length <= SHORT) {
            return new String(body, StandardCharsets.UTF_8);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return body.length + " bytes, " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the other side has noted something. */
    void await(String name) {
        Awaitility.await().until(() -> facets.containsKey(name));
    }

    /** Facets that are not the same, each with both values, this one's first. */
    Map<String, String> differences(Transcript other) {
        Map<String, String> different = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(facets.keySet());
        names.addAll(other.facets.keySet());
        for (String name : names) {
            String mine = facets.get(name);
            String theirs = other.facets.get(name);
            if (mine == null || !mine.equals(theirs)) {
                different.put(name, mine + "  ->  " + theirs);
            }
        }
        return different;
    }

    @Override
    public String toString() {
        return new TreeMap<>(facets).toString();
    }
}
