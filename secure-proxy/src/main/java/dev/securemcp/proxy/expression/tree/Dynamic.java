package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.type.Dispatch;
import dev.securemcp.proxy.expression.type.Type;
import java.util.List;

/** Members of values of dynamic type. */
public final class Dynamic {

    private Dynamic() {}

    /** {@code value.name}. */
    public static Node get(int at, Dispatch dispatch, Node self, String name) {
        return new Node(at) {
            @Override
            public Object eval(Frame f) {
                Object target = Calls.object(self.eval(f), name, f.evaluation, at);
                try {
                    f.evaluation.step();
                    return dispatch.get(f.evaluation, target, name);
                } catch (RuntimeException x) {
                    throw f.evaluation.fail(x, at);
                }
            }
        };
    }

    /** {@code value.name = assigned}. */
    public static Node set(int at, Dispatch dispatch, Node self, String name, Node value) {
        return new Node(at) {
            @Override
            public Object eval(Frame f) {
                Object target = Calls.object(self.eval(f), name, f.evaluation, at);
                Object assigned = value.eval(f);
                try {
                    dispatch.set(f.evaluation, target, name, assigned);
                    return assigned;
                } catch (RuntimeException x) {
                    throw f.evaluation.fail(x, at);
                }
            }
        };
    }

    /** {@code value.name(arguments)}. */
    public static Node call(
            int at,
            Dispatch dispatch,
            Node self,
            String name,
            List<Type> typeArguments,
            String[] names,
            Node[] arguments) {
        return new Node(at) {
            @Override
            public Object eval(Frame f) {
                Object target = Calls.object(self.eval(f), name, f.evaluation, at);
                Object[] values = all(f, arguments);
                try {
                    f.evaluation.step();
                    return dispatch.call(f.evaluation, target, name, typeArguments, names, values);
                } catch (RuntimeException x) {
                    throw f.evaluation.fail(x, at);
                }
            }
        };
    }

    /** {@code value[arguments]}. */
    public static Node index(int at, Dispatch dispatch, Node self, Node[] arguments) {
        return new Node(at) {
            @Override
            public Object eval(Frame f) {
                Object target = Calls.object(self.eval(f), "[]", f.evaluation, at);
                Object[] values = all(f, arguments);
                try {
                    f.evaluation.step();
                    return dispatch.index(f.evaluation, target, values);
                } catch (RuntimeException x) {
                    throw f.evaluation.fail(x, at);
                }
            }
        };
    }

    /** {@code value[arguments] = assigned}. */
    public static Node setIndex(int at, Dispatch dispatch, Node self, Node[] arguments, Node value) {
        return new Node(at) {
            @Override
            public Object eval(Frame f) {
                Object target = Calls.object(self.eval(f), "[]", f.evaluation, at);
                Object[] values = all(f, arguments);
                Object assigned = value.eval(f);
                try {
                    dispatch.setIndex(f.evaluation, target, values, assigned);
                    return assigned;
                } catch (RuntimeException x) {
                    throw f.evaluation.fail(x, at);
                }
            }
        };
    }

    private static Object[] all(Frame f, Node[] nodes) {
        Object[] values = new Object[nodes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = nodes[i].eval(f);
        }
        return values;
    }
}
