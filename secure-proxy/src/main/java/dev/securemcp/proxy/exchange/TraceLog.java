package dev.securemcp.proxy.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What happened to one traced exchange, element by element (APIM: "Debug your APIs using request tracing"). Every text passes the
 * mask before it is kept, so that a trace can be shown to whoever may see traces. Bounded; confined to the exchange's event loop
 * until the exchange is over.
 */
public final class TraceLog {

    /** Most entries of one trace; later ones are only counted. */
    public static final int MAX_ENTRIES = 1_000;

    /** Most characters of one text. */
    public static final int MAX_TEXT = 8_192;

    private static final int MAX_VALUES = 100;
    private static final String MASK = "***";

    /** A token that a policy fetched is no secret of the configuration, so only its name gives it away. */
    private static final Pattern CREDENTIAL = Pattern.compile(
            "authorization|cookie|token|secret|password|credential|api-?key|subscription-key",
            Pattern.CASE_INSENSITIVE);

    /**
     * One step.
     *
     * @param atNanos since the request arrived
     * @param tookNanos how long it took; −1 for a message
     * @param source the element, or the part of the gateway
     * @param place where the element stands
     * @param outcome {@code next}, {@code respond}, {@code fail: …}, or a message's text
     * @param values what was set, by name, secrets masked
     */
    public record Entry(
            long atNanos,
            long tookNanos,
            String source,
            Failure.Place place,
            String outcome,
            Map<String, String> values) {}

    /** Replaces secrets in a text. */
    public interface Mask extends UnaryOperator<String> {

        /** The same mask for further secrets; this one itself where it has them all. */
        Mask and(List<String> more);
    }

    private Mask mask;
    private final List<Entry> entries = new ArrayList<>();
    private Map<String, String> values = Map.of();
    private int dropped;

    /**
     * @param mask replaces what is known to be secret from the beginning
     */
    public TraceLog(Mask mask) {
        this.mask = mask;
    }

    /** These texts have turned out to be secret: they are replaced from now on, and in everything kept so far. */
    public void hide(List<String> secrets) {
        Mask wider = mask.and(secrets);
        // A token that is read for each message of a stream is the same each time.
        if (wider == mask) {
            return;
        }
        mask = wider;
        if (!values.isEmpty()) {
            values = masked(values);
        }
        entries.replaceAll(this::masked);
    }

    private Entry masked(Entry entry) {
        return new Entry(
                entry.atNanos(),
                entry.tookNanos(),
                mask.apply(entry.source()),
                entry.place(),
                mask.apply(entry.outcome()),
                masked(entry.values()));
    }

    private Map<String, String> masked(Map<String, String> texts) {
        Map<String, String> masked = new LinkedHashMap<>();
        texts.forEach((name, value) -> masked.put(mask.apply(name), mask.apply(value)));
        return masked;
    }

    /** What the step that runs now sets; it is kept with that step, but for what goes by a name that credentials have. */
    public void value(String name, String value) {
        if (values.isEmpty()) {
            values = new LinkedHashMap<>();
        }
        if (values.size() < MAX_VALUES) {
            values.put(kept(name), CREDENTIAL.matcher(name).find() ? MASK : kept(value));
        }
    }

    /** A step has ended. */
    public void step(long atNanos, long tookNanos, String source, Failure.Place place, String outcome) {
        add(new Entry(atNanos, tookNanos, source, place, kept(outcome), Map.copyOf(values)));
        values = Map.of();
    }

    /** A message of a {@code trace} element or of {@code context.Trace()}. */
    public void message(long atNanos, String source, String text, Map<String, String> metadata) {
        Map<String, String> masked = new LinkedHashMap<>();
        metadata.forEach((name, value) -> masked.put(kept(name), kept(value)));
        add(new Entry(atNanos, -1, kept(source), Failure.Place.NONE, kept(text), masked));
    }

    /** Everything kept so far, in order. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** How many entries beyond {@value #MAX_ENTRIES} were only counted. */
    public int dropped() {
        return dropped;
    }

    private void add(Entry entry) {
        if (entries.size() < MAX_ENTRIES) {
            entries.add(entry);
        } else {
            dropped++;
        }
    }

    private String kept(String text) {
        String safe = mask.apply(text == null ? "" : text);
        return safe.length() <= MAX_TEXT ? safe : safe.substring(0, MAX_TEXT) + "…";
    }
}
