package dev.securemcp.proxy.expression.type;

import java.util.List;

/**
 * A property, method, indexer or constructor.
 *
 * @param name as C# names it; {@code this[]} for indexers, {@code new} for constructors
 * @param kind what it is
 * @param isStatic belongs to the type rather than to an object
 * @param reified takes its type arguments as leading arguments behind the object
 * @param typeParameters of a generic method
 * @param parameters in order
 * @param result what it gives
 * @param function the object (unless static), the reified types, the arguments
 * @param setter of a property or indexer: the same and the value; null where it cannot be set
 */
public record Member(
        String name,
        Kind kind,
        boolean isStatic,
        boolean reified,
        List<String> typeParameters,
        List<Parameter> parameters,
        Type result,
        Fn function,
        Fn setter) {

    public enum Kind {
        PROPERTY,
        METHOD,
        INDEXER,
        CONSTRUCTOR
    }

    /**
     * A parameter.
     *
     * @param optional has a default, which is {@code fallback}
     * @param rest {@code params}: takes all that follow, as an array
     * @param out is assigned by the call: the function gets a {@code Ref}
     */
    public record Parameter(String name, Type type, boolean optional, Object fallback, boolean rest, boolean out) {}

    /** How many arguments must be given. */
    public int least() {
        int count = 0;
        for (Parameter parameter : parameters) {
            if (!parameter.optional() && !parameter.rest()) {
                count++;
            }
        }
        return count;
    }

    /** Whether the last parameter is {@code params}. */
    public boolean hasRest() {
        return !parameters.isEmpty() && parameters.getLast().rest();
    }

    /** How a person would write it. */
    public String describe() {
        StringBuilder text = new StringBuilder(name).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            text.append(i > 0 ? ", " : "").append(parameter.type()).append(' ').append(parameter.name());
        }
        return text.append(')').toString();
    }
}
