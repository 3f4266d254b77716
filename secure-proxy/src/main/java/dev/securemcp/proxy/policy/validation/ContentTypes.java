package dev.securemcp.proxy.policy.validation;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.Condition;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code content-type-map}: which type a content is checked as.
 *
 * @param any for all contents that no entry is about; null where each keeps its own
 * @param missing for contents without a type; null where these stay without
 * @param entries asked in order, first of all
 */
record ContentTypes(String any, String missing, List<Entry> entries) {

    /**
     * One {@code type} of the map.
     *
     * @param from the type that it is about; null where the condition says
     * @param when null where the type says
     */
    record Entry(String from, Condition when, String to) {}

    static ContentTypes compile(Optional<AttributeReader> map, PolicyBuild build) {
        if (map.isEmpty()) {
            return new ContentTypes(null, null, List.of());
        }
        AttributeReader reader = map.get();
        List<Entry> entries = new ArrayList<>();
        for (AttributeReader child : reader.children("type")) {
            Optional<PolicyText> from = child.optionalLiteral("from");
            boolean when = child.optional("when").isPresent();
            if (from.isPresent() == when) {
                child.error(
                        child.element().position(),
                        "`type` says with `from` or with `when` which content it is about, and not with both",
                        "");
            }
            entries.add(new Entry(
                    from.map(text -> plain(text.text())).orElse(null),
                    when ? Condition.required(child, build, "when") : null,
                    plain(child.requiredLiteral("to").text())));
            child.done();
        }
        ContentTypes types = new ContentTypes(
                reader.optionalLiteral("any-content-type-value")
                        .map(text -> plain(text.text()))
                        .orElse(null),
                reader.optionalLiteral("missing-content-type-value")
                        .map(text -> plain(text.text()))
                        .orElse(null),
                List.copyOf(entries));
        reader.done();
        return types;
    }

    /** The type without parameters, in lower case. */
    static String plain(String type) {
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    /** The type that a content is checked as; empty for none. */
    String of(Exchange exchange, String contentType) {
        String own = contentType == null ? "" : plain(contentType);
        for (Entry entry : entries) {
            if (entry.when() == null ? own.equals(entry.from()) : entry.when().test(exchange)) {
                return entry.to();
            }
        }
        if (own.isEmpty() && missing != null) {
            return missing;
        }
        return any == null ? own : any;
    }
}
