package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Methods or headers that a {@code cors} policy lists.
 *
 * @param byDefault whether the document lists none, so that these are what MCP needs
 * @param any whether {@code *} stands among them
 * @param names the names, in order
 * @param computed names that expressions give
 */
record CorsNames(boolean byDefault, boolean any, List<String> names, List<Value> computed) {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    /**
     * Reads a list.
     *
     * @param list the element that holds it, if it is there
     * @param each the name of the elements in it
     * @param otherwise what holds where the list is not there
     * @param needed what clients of MCP need of it: where the document lists others only, a warning says so
     */
    static CorsNames compile(
            Optional<AttributeReader> list,
            String each,
            PolicyBuild build,
            List<String> otherwise,
            List<String> needed) {
        if (list.isEmpty()) {
            return new CorsNames(true, false, otherwise, List.of());
        }
        AttributeReader reader = list.get();
        List<String> names = new ArrayList<>();
        List<Value> computed = new ArrayList<>();
        List<AttributeReader> items = reader.children(each);
        for (AttributeReader item : items) {
            PolicyText text = item.requiredText();
            if (text.isExpression()) {
                computed.add(build.value(item, text));
            } else if (!text.open()) {
                if (TOKEN.matcher(text.text()).matches()) {
                    names.add(text.text());
                } else {
                    item.error(text.position(), "`" + text.masked() + "` is no name of a " + each, "");
                }
            }
            item.done();
        }
        String holder = reader.element().name();
        if (items.isEmpty()) {
            reader.error(
                    reader.element().position(),
                    "`" + holder + "` is empty",
                    "put `<" + each + ">` into it, or leave it out");
        }
        reader.done();
        CorsNames read = new CorsNames(false, names.contains("*"), List.copyOf(names), List.copyOf(computed));
        List<String> missing = needed.stream().filter(name -> !read.lists(name)).toList();
        if (!items.isEmpty() && !read.any && computed.isEmpty() && !missing.isEmpty()) {
            reader.warning(
                    reader.element().position(),
                    "clients of MCP in browsers also need `" + String.join("`, `", missing) + "`",
                    "add them, or leave `" + holder + "` out: by default it is what they need");
        }
        return read;
    }

    private boolean lists(String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Whether a name is among them. */
    boolean allows(Exchange exchange, String name) {
        return any
                || lists(name)
                || all(exchange).stream().anyMatch(one -> one.equals("*") || one.equalsIgnoreCase(name));
    }

    /** Whether {@code *} is among them. */
    boolean allowsAny(Exchange exchange) {
        return any || (!computed.isEmpty() && all(exchange).contains("*"));
    }

    /** The names for one exchange; those of expressions that are no names are left out. */
    List<String> all(Exchange exchange) {
        if (computed.isEmpty()) {
            return names;
        }
        List<String> all = new ArrayList<>(names);
        for (Value value : computed) {
            String said = value.text(exchange).strip();
            if (TOKEN.matcher(said).matches()) {
                all.add(said);
            }
        }
        return all;
    }

    /** The names in a field of a request that are names; a browser asks for a handful. */
    static List<String> requested(String field, int most) {
        List<String> names = new ArrayList<>();
        for (String part : field.split(",", most + 1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            if (TOKEN.matcher(name).matches() && names.size() < most) {
                names.add(name);
            }
        }
        return names;
    }
}
