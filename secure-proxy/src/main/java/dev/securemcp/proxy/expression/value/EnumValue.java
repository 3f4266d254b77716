package dev.securemcp.proxy.expression.value;

/**
 * A member of an enumeration, or several flags of one.
 *
 * @param type the enumeration's name
 * @param name the member's name; for several flags their names with commas between
 * @param number its value
 */
public record EnumValue(String type, String name, int number) implements Comparable<EnumValue> {

    /** Whether a flag is set. */
    public boolean has(int flag) {
        return (number & flag) == flag;
    }

    /** Two flags together. */
    public EnumValue or(EnumValue other) {
        return new EnumValue(type, name + ", " + other.name, number | other.number);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnumValue that && type.equals(that.type) && number == that.number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public int compareTo(EnumValue other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return name;
    }
}
