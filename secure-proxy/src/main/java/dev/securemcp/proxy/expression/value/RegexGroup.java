package dev.securemcp.proxy.expression.value;

/** {@code Group}: what a pair of brackets matched, if anything. */
public sealed class RegexGroup permits RegexMatch {
    private final String name;
    private final boolean success;
    private final int index;
    private final String value;

    RegexGroup(String name, boolean success, int index, String value) {
        this.name = name;
        this.success = success;
        this.index = index;
        this.value = value;
    }

    public String name() {
        return name;
    }

    public boolean success() {
        return success;
    }

    /** Where it begins; 0 where it matched nothing. */
    public int index() {
        return index;
    }

    /** The text; empty where it matched nothing. */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return value;
    }
}
