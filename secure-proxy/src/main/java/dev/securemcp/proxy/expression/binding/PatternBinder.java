package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.Stmt;
import dev.securemcp.proxy.expression.syntax.TypeName;
import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.Logic;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.tree.Variable;
import dev.securemcp.proxy.expression.type.Type;
import java.util.List;

/** {@code is} and the labels of {@code switch}. */
final class PatternBinder {

    private final Binder binder;

    PatternBinder(Binder binder) {
        this.binder = binder;
    }

    Bound is(Expr.Is is) {
        Bound operand = binder.bind(is.operand());
        if (is.type() != null && is.name() == null && binder.types.find(is.type()) == null) {
            Expr constant = asConstant(is.type()); // x is Some.Constant
            if (constant != null) {
                return new Bound(constant(is.at(), operand.node(), constant), Type.BOOL);
            }
        }
        if (is.type() == null) {
            return new Bound(constant(is.at(), operand.node(), is.constant()), Type.BOOL);
        }
        return new Bound(type(is.at(), operand, is.type(), is.name()), Type.BOOL);
    }

    private Expr asConstant(TypeName written) {
        int dot = written.name().lastIndexOf('.');
        if (dot < 0 || !written.arguments().isEmpty() || written.ranks() > 0) {
            return null;
        }
        Expr target = new Expr.Name(written.at(), written.name().substring(0, dot), List.of());
        if (written.name().substring(0, dot).indexOf('.') >= 0 || binder.types.named(target, binder.scope) == null) {
            return null;
        }
        return new Expr.Member(written.at(), target, written.name().substring(dot + 1), List.of());
    }

    private Node constant(int at, Node value, Expr constant) {
        Bound bound = binder.bind(constant);
        if (!bound.isConstant()) {
            return binder.session
                    .wrong(constant.at(), "a constant is expected here", "")
                    .node();
        }
        return new Logic.Equal(at, value, bound.node(), true);
    }

    /** Tests for a type; where a name is given the value goes into a new variable. */
    private Node type(int at, Bound operand, TypeName written, String name) {
        if (written.isVar()) {
            Variable variable = declare(at, name, operand.type());
            return Apply.test(at, variable.assignment(at, operand.node()), (e, v) -> true);
        }
        Type type = binder.types.resolve(written);
        Node value = operand.node();
        if (name != null) {
            value = declare(at, name, type).assignment(at, value);
        }
        var instances = binder.session.conversions.instances();
        return Apply.test(at, value, (e, v) -> instances.is(v, type));
    }

    private Variable declare(int at, String name, Type type) {
        if (binder.scope.find(name) != null) {
            binder.session.fault(at, "there is a variable '" + name + "' already", "");
        }
        return binder.scope.variable(at, binder.scope.declare(name, type, null, false));
    }

    /** The test of one label against the value kept in a slot; null for {@code default}. */
    Node label(Stmt.Label label, Bound value) {
        Node test;
        if (label.type() != null) {
            test = type(label.at(), value, label.type(), label.name());
        } else if (label.constant() != null) {
            Bound constant = binder.bind(label.constant());
            if (!constant.isConstant()) {
                binder.session.fault(label.at(), "a case needs a constant", "write if and else");
            } else if (!value.type().isDynamic()
                    && !value.type().is("object")
                    && !constant.isNull()
                    && binder.convert(constant, value.type()) == null) {
                binder.session.fault(
                        label.at(), "the case is " + constant.type() + ", the value is " + value.type(), "");
            }
            Object wanted = constant.isConstant() ? constant.value() : null;
            test = Apply.test(label.at(), value.node(), (e, v) -> Values.equal(v, wanted));
        } else {
            return null;
        }
        return label.when() == null ? test : new Logic.And(label.at(), test, binder.condition(label.when()));
    }
}
