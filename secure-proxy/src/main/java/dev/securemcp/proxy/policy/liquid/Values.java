package dev.securemcp.proxy.policy.liquid;

import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ResponseFacts;
import dev.securemcp.proxy.expression.run.DateParse;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.JArray;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.Jwt;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the values of a template are: null, Boolean, Long, other numbers, String, dates, lists, objects, facts. */
final class Values {

    private Values() {}

    /** A value of an expression or of JSON as a template's. */
    static Object plain(Object value) {
        return switch (value) {
            case null -> null;
            case JValue token -> plain(token.value());
            case JProperty property -> plain(property.value());
            case Integer number -> number.longValue();
            case Float number -> number.doubleValue();
            case Character c -> c.toString();
            case Instant instant -> DateTimeValue.utc(instant);
            case OffsetDateTime date -> DateTimeValue.utc(date.toInstant());
            case Object[] array -> Collections.unmodifiableList(Arrays.asList(array));
            case ResponseFacts response -> ContextFacts.received(response);
            case Jwt token -> token.facts();
            default -> value;
        };
    }

    /** What is picked of a value by name or index; null where it is not there. */
    static Object member(Object value, Object key) {
        if (key instanceof Number number) {
            List<?> list =
                    value instanceof JArray array ? array.children() : value instanceof List<?> own ? own : List.of();
            long index = number.longValue() < 0 ? list.size() + number.longValue() : number.longValue();
            return index < 0 || index >= list.size() ? null : plain(list.get((int) index));
        }
        String name = key instanceof String text ? text : "";
        return switch (value) {
            case Facts.Bound<?> facts -> facts.member(name);
            case ContextFacts.ByName names -> names.get(name);
            case Loop.Turn turn -> turn.member(name);
            case JObject object when object.containsKey(name) -> plain(object.get(name));
            case JObject object -> name.equals("size") ? (Object) (long) object.size() : null;
            case Map<?, ?> map when map.containsKey(name) -> plain(map.get(name));
            case Map<?, ?> map -> name.equals("size") ? (Object) (long) map.size() : null;
            case JArray array -> ofList(array.children(), name);
            case List<?> list -> ofList(list, name);
            case String text -> name.equals("size") ? (Object) (long) text.length() : null;
            case null, default -> null;
        };
    }

    private static Object ofList(List<?> list, String name) {
        return switch (name) {
            case "size" -> (long) list.size();
            case "first" -> list.isEmpty() ? null : plain(list.getFirst());
            case "last" -> list.isEmpty() ? null : plain(list.getLast());
            default -> null;
        };
    }

    /** What a loop goes through; nothing for what holds nothing. Elements still want {@link #plain}. */
    static List<?> items(Rendering rendering, Object value) {
        switch (value) {
            case JArray array -> {
                return array.children();
            }
            case List<?> list -> {
                return list;
            }
            case JObject object -> {
                rendering.steps(object.size());
                return object.properties().stream()
                        .map(property -> (Object) pair(property.name(), property.value()))
                        .toList();
            }
            case Map<?, ?> map -> {
                rendering.steps(map.size());
                return map.entrySet().stream()
                        .map(entry -> (Object) pair(entry.getKey(), entry.getValue()))
                        .toList();
            }
            case Collection<?> collection -> {
                rendering.steps(collection.size());
                return Collections.unmodifiableList(Arrays.asList(collection.toArray()));
            }
            case null, default -> {
                return List.of();
            }
        }
    }

    private static List<Object> pair(Object name, Object value) {
        return Collections.unmodifiableList(Arrays.asList(name, value));
    }

    static boolean isList(Object value) {
        return value instanceof JArray || value instanceof Collection<?>;
    }

    /** Of a list; 0 for all else. */
    static int size(Object value) {
        return value instanceof JArray array ? array.size() : value instanceof Collection<?> list ? list.size() : 0;
    }

    /** Whether it is a list or an object without anything in it. */
    static boolean holdsNothing(Object value) {
        return switch (value) {
            case JToken token -> token.children().isEmpty();
            case Collection<?> collection -> collection.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            case null, default -> false;
        };
    }

    static boolean isTrue(Object value) {
        return value != null && !Boolean.FALSE.equals(value);
    }

    static boolean same(Object left, Object right) {
        if (left instanceof Emptiness emptiness) {
            return emptiness.fits(right);
        }
        if (right instanceof Emptiness emptiness) {
            return emptiness.fits(left);
        }
        if (left instanceof Number a && right instanceof Number b) {
            return Numbers.compare(a, b) == 0;
        }
        boolean textAndOther = left instanceof String != right instanceof String;
        Integer order = textAndOther ? order(left, right) : null;
        return order != null ? order == 0 : Objects.equals(left, right);
    }

    /** As {@code compareTo} says it; null where the two have no order. A text beside a number or a date is read as one. */
    static Integer order(Object left, Object right) {
        return switch (left) {
            case Number a when right instanceof Number b -> Numbers.compare(a, b);
            case Number a when right instanceof String text -> against(a, Numbers.parsed(text));
            case String text when right instanceof Number b -> against(Numbers.parsed(text), b);
            case String a when right instanceof String b -> a.compareTo(b);
            case DateTimeValue a when right instanceof DateTimeValue b -> a.compareTo(b);
            case DateTimeValue a when right instanceof String text -> against(a, DateParse.tryParse(text, true));
            case String text when right instanceof DateTimeValue b -> against(DateParse.tryParse(text, true), b);
            case null, default -> null;
        };
    }

    private static Integer against(Number a, Number b) {
        return a == null || b == null ? null : (Integer) Numbers.compare(a, b);
    }

    private static Integer against(DateTimeValue a, DateTimeValue b) {
        return a == null || b == null ? null : (Integer) a.compareTo(b);
    }

    static boolean contains(Object holder, Object part) {
        return switch (holder) {
            case String text -> part != null && text.contains(Expression.asString(part));
            case JObject object -> part instanceof String name && object.containsKey(name);
            case Map<?, ?> map -> map.containsKey(part);
            case JArray array -> array.children().stream().anyMatch(element -> same(plain(element), part));
            case Collection<?> list -> list.stream().anyMatch(element -> same(plain(element), part));
            case null, default -> false;
        };
    }

    /** As it stands in the output. Objects are JSON, lists are their elements one behind the other; nothing is escaped. */
    static String text(Rendering rendering, Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case Boolean truth -> truth.toString();
            case JObject object -> rendering.made(object.toCompact());
            case Facts.Bound<?> facts ->
                Objects.requireNonNullElse(facts.member("ToString"), "").toString();
            case ContextFacts.ByName names -> "";
            case Loop.Turn turn -> "";
            default -> isList(value) ? joined(rendering, items(rendering, value), "") : Expression.asString(value);
        };
    }

    static String joined(Rendering rendering, List<?> list, String between) {
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Object element : list) {
            rendering.step();
            out.append(first ? "" : between).append(text(rendering, plain(element)));
            first = false;
            rendering.fits(out.length());
        }
        return rendering.made(out.toString());
    }

    /** For messages: never the value itself. */
    static String kind(Object value) {
        return switch (value) {
            case null -> "nothing";
            case String text -> "a text that is none";
            case Number number -> "one without end";
            case Boolean truth -> "true or false";
            default -> isList(value) ? "a list" : "an object";
        };
    }
}
