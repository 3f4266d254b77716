package dev.securemcp.proxy.expression.run;

/** A lambda or local function as a value, with the variables it has taken along. */
public interface Closure {

    Object call(Object[] arguments);

    /** How many parameters it has. */
    int arity();

    default Object call(Object a) {
        return call(new Object[] {a});
    }

    default Object call(Object a, Object b) {
        return call(new Object[] {a, b});
    }

    /** As a condition. */
    default boolean test(Object a) {
        return call(a) instanceof Boolean yes && yes;
    }
}
