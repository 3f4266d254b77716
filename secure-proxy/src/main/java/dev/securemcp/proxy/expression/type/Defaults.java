package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.run.Guids;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.EnumValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;

/** {@code default(T)}. */
public final class Defaults {

    private Defaults() {}

    public static Object of(TypeTable table, Type type) {
        if (type.kind() != Type.Kind.VALUE) {
            return null;
        }
        return switch (type.name()) {
            case "bool" -> false;
            case "int", "byte", "sbyte", "short", "ushort" -> 0;
            case "long", "uint", "ulong" -> 0L;
            case "double", "float" -> 0.0;
            case "decimal" -> BigDecimal.ZERO;
            case "char" -> '\0';
            case "DateTime" -> DateTimeValue.MIN;
            case "DateTimeOffset" -> DateTimeValue.MIN.local().atOffset(ZoneOffset.UTC);
            case "TimeSpan" -> Duration.ZERO;
            case "Guid" -> Guids.EMPTY;
            default -> enumeration(table, type);
        };
    }

    private static Object enumeration(TypeTable table, Type type) {
        TypeDefinition definition = table.definition(type);
        if (definition == null || definition.runtime() != EnumValue.class) {
            return null;
        }
        for (String name : definition.names()) {
            for (Member member : definition.members(name)) {
                if (member.function() instanceof Members.Constant constant
                        && constant.value() instanceof EnumValue value
                        && value.number() == 0) {
                    return value;
                }
            }
        }
        return new EnumValue(type.name(), "0", 0);
    }
}
