package dev.securemcp.proxy.expression.run;

/** What a function of the library sees of an {@code out} argument. */
public final class Ref {

    private Object value;

    public Object get() {
        return value;
    }

    /** Sets it and says whether the attempt succeeded: the body of most {@code Try…} methods. */
    public boolean set(Object newValue, boolean success) {
        value = newValue;
        return success;
    }

    /** Sets it; success where there is a value. */
    public boolean found(Object newValue) {
        value = newValue;
        return newValue != null;
    }
}
