package dev.securemcp.proxy.expression.value;

import dev.securemcp.proxy.expression.run.Text;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code new { a = 1, b = "x" }}.
 *
 * @param members by name, in the order written
 */
public record AnonymousObject(Map<String, Object> members) {

    public AnonymousObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public String toString() {
        return members.entrySet().stream()
                .map(member -> member.getKey() + " = " + Text.of(member.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }
}
