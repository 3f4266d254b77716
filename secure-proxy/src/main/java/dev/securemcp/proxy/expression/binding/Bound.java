package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.tree.Constant;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.type.Type;

/**
 * An expression after binding.
 *
 * @param node what evaluates it
 * @param type its static type
 * @param path the member of the context it is, such as {@code context.Request}; null where it is none
 */
record Bound(Node node, Type type, String path) {

    Bound(Node node, Type type) {
        this(node, type, null);
    }

    static Bound constant(int at, Object value, Type type) {
        return new Bound(new Constant(at, value), type);
    }

    boolean isConstant() {
        return node instanceof Constant;
    }

    boolean isNull() {
        return node instanceof Constant constant && constant.value() == null;
    }

    Object value() {
        return ((Constant) node).value();
    }
}
