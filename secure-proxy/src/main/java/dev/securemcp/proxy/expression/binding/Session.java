package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.expression.ExpressionLimits;
import dev.securemcp.proxy.expression.ExpressionSource;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.Constant;
import dev.securemcp.proxy.expression.tree.Frame;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.type.Conversion;
import dev.securemcp.proxy.expression.type.Conversions;
import dev.securemcp.proxy.expression.type.Dispatch;
import dev.securemcp.proxy.expression.type.Overloads;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.type.TypeTable;
import java.util.TreeSet;

/** What all parts of one compilation share: the tables, the faults found, the members of the context that are used. */
final class Session {

    final TypeTable table;
    final Conversions conversions;
    final Overloads overloads;
    final Dispatch dispatch;
    final ExpressionLimits limits;
    final TreeSet<String> members = new TreeSet<>();
    private final ExpressionSource source;
    private final Faults faults;
    private int errors;
    private boolean responseEscapes;
    private boolean readsSomeResponseBody;

    Session(TypeTable table, ExpressionLimits limits, ExpressionSource source, Faults faults) {
        this.table = table;
        this.conversions = new Conversions(table);
        this.overloads = new Overloads(table, conversions);
        this.dispatch = new Dispatch(table, conversions);
        this.limits = limits;
        this.source = source;
        this.faults = faults;
    }

    void fault(int at, String message, String remedy) {
        errors++;
        faults.error(source.positions().at(at), source.path(), message, remedy);
    }

    /** A fault; the value goes on as one of dynamic type, so that nothing else is said about it. */
    Bound wrong(int at, String message, String remedy) {
        fault(at, message, remedy);
        return new Bound(new Constant(at, null), Type.DYNAMIC);
    }

    boolean failed() {
        return errors > 0;
    }

    /** Notes that a member of the context is used; its beginnings are used with it. */
    void use(String path) {
        members.add(path);
    }

    /** Notes that {@code context.Response} as a value went somewhere that is not followed. */
    void responseEscapes() {
        responseEscapes = true;
    }

    /** Notes that the body of some response is read: that of the context's own if it got there unseen. */
    void readsSomeResponseBody() {
        readsSomeResponseBody = true;
    }

    boolean readsResponseBody() {
        return members.contains("context.Response.Body") || (responseEscapes && readsSomeResponseBody);
    }

    /** With a conversion applied; a constant is converted at once. */
    Node converted(Node node, Conversion conversion) {
        return conversion.operation() == null ? node : fold(Apply.one(node, conversion.operation()), node);
    }

    /** The node, or the constant it amounts to where all it depends on is constant. */
    Node fold(Node node, Node... inputs) {
        for (Node input : inputs) {
            if (!(input instanceof Constant)) {
                return node;
            }
        }
        try {
            Object value = node.eval(new Frame(new Evaluation(null, limits, source.positions()), null, 0));
            boolean shareable = value == null
                    || value instanceof String
                    || value instanceof Boolean
                    || value instanceof Number
                    || value instanceof Character;
            return shareable ? new Constant(node.at(), value) : node;
        } catch (RuntimeException e) {
            return node; // fails when evaluated, with its place
        }
    }
}
