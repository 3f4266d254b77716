package dev.securemcp.proxy.policy.liquid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Filters of lists. Lists are never changed: each filter makes a new one. */
final class ListFilters {

    static final List<Filter> ALL = List.of(
            new Filter("size", 0, 0, (r, in, a) -> Objects.requireNonNullElse(Values.member(in, "size"), 0L)),
            new Filter("first", 0, 0, (r, in, a) -> Values.isList(in) ? Values.member(in, 0L) : null),
            new Filter("last", 0, 0, (r, in, a) -> Values.isList(in) ? Values.member(in, -1L) : null),
            new Filter("join", 0, 1, ListFilters::join),
            new Filter("reverse", 0, 0, (r, in, a) -> copy(r, in).reversed()),
            new Filter("sort", 0, 1, ListFilters::sort),
            new Filter("map", 1, 1, (r, in, a) -> copy(r, in).stream()
                    .map(element -> Values.member(element, a[0]))
                    .collect(ArrayList::new, ArrayList::add, ArrayList::addAll)),
            new Filter("uniq", 0, 0, ListFilters::uniq),
            new Filter("compact", 0, 0, (r, in, a) -> copy(r, in).stream()
                    .filter(Objects::nonNull)
                    .toList()),
            new Filter("concat", 1, 1, ListFilters::concat));

    private ListFilters() {}

    private static List<Object> copy(Rendering rendering, Object input) {
        List<?> items = Values.items(rendering, input);
        rendering.steps(items.size());
        List<Object> copy = new ArrayList<>(items.size());
        items.forEach(item -> copy.add(Values.plain(item)));
        return copy;
    }

    private static Object join(Rendering rendering, Object input, Object[] arguments) {
        String between = arguments.length == 0 ? " " : Values.text(rendering, arguments[0]);
        return Values.isList(input) ? Values.joined(rendering, Values.items(rendering, input), between) : input;
    }

    /** Numbers by size, texts by their characters; what has no order stays where it is, behind what has. */
    private static Object sort(Rendering rendering, Object input, Object[] arguments) {
        List<Object> copy = copy(rendering, input);
        rendering.steps(copy.size() * (32 - Integer.numberOfLeadingZeros(copy.size())));
        Comparator<Object> byKind = Comparator.comparing(ListFilters::rank);
        Comparator<Object> order = byKind.thenComparing((x, y) -> {
            Integer found = rank(x) == rank(y) ? Values.order(x, y) : null;
            return found == null ? 0 : found;
        });
        Comparator<Object> chosen = arguments.length == 0
                ? order
                : (x, y) -> order.compare(Values.member(x, arguments[0]), Values.member(y, arguments[0]));
        copy.sort(chosen);
        return copy;
    }

    private static int rank(Object value) {
        return switch (value) {
            case Number number -> 0;
            case String text -> 1;
            case dev.securemcp.proxy.expression.value.DateTimeValue date -> 2;
            case null, default -> 3;
        };
    }

    private static Object uniq(Rendering rendering, Object input, Object[] arguments) {
        List<Object> kept = new ArrayList<>();
        for (Object element : copy(rendering, input)) {
            rendering.steps(kept.size() >> 4);
            if (kept.stream().noneMatch(one -> Values.same(one, element))) {
                kept.add(element);
            }
        }
        return Collections.unmodifiableList(kept);
    }

    private static Object concat(Rendering rendering, Object input, Object[] arguments) {
        List<Object> all = copy(rendering, input);
        all.addAll(copy(rendering, arguments[0]));
        return all;
    }
}
