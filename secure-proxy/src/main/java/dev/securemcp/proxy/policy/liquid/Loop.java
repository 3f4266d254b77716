package dev.securemcp.proxy.policy.liquid;

import java.util.Iterator;
import java.util.List;

/**
 * {@code for}: the limit and offset are taken first, then the order is reversed.
 *
 * @param name the variable
 * @param items a list, a range, or an object, whose pairs are lists of name and value
 * @param limit null for no limit
 * @param offset null for none
 * @param otherwise where there is nothing to go through
 */
record Loop(
        int at,
        String name,
        Operand items,
        Operand limit,
        Operand offset,
        boolean reversed,
        Block content,
        Block otherwise)
        implements Node {

    /** {@code forloop}. */
    record Turn(int index0, int length) {
        static final List<String> MEMBERS = List.of("index", "index0", "rindex", "rindex0", "first", "last", "length");

        Object member(String member) {
            return switch (member) {
                case "index" -> index0 + 1L;
                case "index0" -> (long) index0;
                case "rindex" -> (long) length - index0;
                case "rindex0" -> length - index0 - 1L;
                case "first" -> index0 == 0;
                case "last" -> index0 == length - 1;
                case "length" -> (long) length;
                default -> null;
            };
        }
    }

    @Override
    public Flow render(Rendering rendering) {
        List<?> chosen = chosen(rendering);
        if (chosen.isEmpty()) {
            return otherwise.render(rendering);
        }
        Object outerItem = rendering.hidden(name);
        Object outerTurn = rendering.hidden("forloop");
        int index = 0;
        for (Iterator<?> each = chosen.iterator(); each.hasNext(); index++) {
            rendering.step();
            rendering.assign(name, Values.plain(each.next()));
            rendering.assign("forloop", new Turn(index, chosen.size()));
            if (content.render(rendering) == Flow.BREAK) {
                break;
            }
        }
        rendering.restore(name, outerItem);
        rendering.restore("forloop", outerTurn);
        return Flow.ON;
    }

    private List<?> chosen(Rendering rendering) {
        List<?> all = Values.items(rendering, items.value(rendering));
        int from = offset == null ? 0 : bounded(offset.value(rendering), "offset", all.size());
        int count = limit == null ? all.size() : bounded(limit.value(rendering), "limit", all.size());
        List<?> part = all.subList(from, Math.min(all.size(), from + Math.min(count, all.size() - from)));
        return reversed ? part.reversed() : part;
    }

    private static int bounded(Object value, String what, int size) {
        return value == null
                ? (what.equals("limit") ? size : 0)
                : (int) Math.clamp(Numbers.whole(value, what), 0, size);
    }
}
