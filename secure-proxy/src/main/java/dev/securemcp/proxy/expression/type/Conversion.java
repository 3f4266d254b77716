package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.tree.Apply;

/**
 * A way from one type to another.
 *
 * @param cost the less the better, when overloads compete
 * @param operation null where the value stays what it is
 */
public record Conversion(int cost, Apply.One operation) {

    static final Conversion IDENTITY = new Conversion(0, null);

    static Conversion free(int cost) {
        return new Conversion(cost, null);
    }
}
