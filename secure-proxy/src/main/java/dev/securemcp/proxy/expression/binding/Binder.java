package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.Logic;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.tree.TryStatement;
import dev.securemcp.proxy.expression.tree.Variable;
import dev.securemcp.proxy.expression.type.Conversion;
import dev.securemcp.proxy.expression.type.Defaults;
import dev.securemcp.proxy.expression.type.Type;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Binds expressions: which kind goes to which part, conversions to what is expected. */
final class Binder {

    final Session session;
    final TypeNames types;
    final Operators operators;
    final MemberBinder members;
    final CallBinder calls;
    final CreationBinder creation;
    final LambdaBinder lambdas;
    final AssignmentBinder assignments;
    final PatternBinder patterns;
    final StatementBinder statements;
    private final Deque<Bound> receivers = new ArrayDeque<>();
    Scope scope;

    Binder(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
        this.types = new TypeNames(session);
        this.operators = new Operators(session);
        this.members = new MemberBinder(this);
        this.calls = new CallBinder(this);
        this.creation = new CreationBinder(this);
        this.lambdas = new LambdaBinder(this);
        this.assignments = new AssignmentBinder(this);
        this.patterns = new PatternBinder(this);
        this.statements = new StatementBinder(this);
    }

    Bound bind(Expr expression) {
        return bind(expression, null);
    }

    /** With the type that the place expects, which lambdas and {@code default} need; it is not converted to. */
    Bound bind(Expr expression, Type expected) {
        Bound bound = bindFollowed(expression, expected);
        if (bound.path() != null
                && (bound.path().equals("context") || bound.path().equals("context.Response"))) {
            session.responseEscapes();
        }
        return bound;
    }

    /** Where the caller looks at the path itself. */
    Bound bindFollowed(Expr expression, Type expected) {
        int at = expression.at();
        return switch (expression) {
            case Expr.Literal literal -> literal(literal);
            case Expr.Interpolated text -> creation.interpolated(text);
            case Expr.Name name -> members.name(name);
            case Expr.Member member -> members.member(member);
            case Expr.Index index -> members.index(index);
            case Expr.Call call -> calls.call(call);
            case Expr.ConditionalAccess access -> conditional(access);
            case Expr.Receiver receiver -> receivers.peek();
            case Expr.New creationOf -> creation.object(creationOf);
            case Expr.NewArray array -> creation.array(array, expected);
            case Expr.NewAnonymous anonymous -> creation.anonymous(anonymous);
            case Expr.Lambda lambda -> lambdas.lambda(lambda, expected);
            case Expr.Unary unary -> operators.unary(at, unary.operator(), bind(unary.operand()));
            case Expr.Step step -> assignments.step(step);
            case Expr.Binary binary -> binary(binary);
            case Expr.Conditional choice -> choice(choice, expected);
            case Expr.Assign assign -> assignments.assign(assign);
            case Expr.Cast cast -> cast(at, types.resolve(cast.type()), bind(cast.operand()));
            case Expr.Is is -> patterns.is(is);
            case Expr.As as -> as(as);
            case Expr.Default value -> defaultOf(value, expected);
            case Expr.TypeOf typeOf -> Bound.constant(at, types.resolve(typeOf.type()), Type.reference("Type"));
            case Expr.Throw thrown ->
                new Bound(new TryStatement.Throw(at, bind(thrown.exception()).node()), Type.DYNAMIC);
            case Expr.OutDeclaration out -> session.wrong(at, "a declaration stands only behind out", "");
            case Expr.TypeTarget target ->
                session.wrong(at, "found a type where a value is expected", "write a member behind it");
        };
    }

    private Bound literal(Expr.Literal literal) {
        return Bound.constant(
                literal.at(),
                literal.value(),
                switch (literal.value()) {
                    case null -> Type.NULL;
                    case String text -> Type.STRING;
                    case Boolean truth -> Type.BOOL;
                    case Character c -> Type.CHAR;
                    case Integer number -> Type.INT;
                    case Long number -> Type.LONG;
                    case Double number -> Type.DOUBLE;
                    case BigDecimal number -> Type.DECIMAL;
                    default -> Type.OBJECT;
                });
    }

    private Bound binary(Expr.Binary binary) {
        String operator = binary.operator();
        if (operator.equals("??")) {
            return operators.coalesce(binary.at(), bind(binary.left()), binary.right(), this);
        }
        boolean equality = operator.equals("==") || operator.equals("!=");
        Bound left = equality ? bindFollowed(binary.left(), null) : bind(binary.left());
        Bound right = bind(binary.right());
        if (equality && !right.isNull() && left.path() != null && left.path().equals("context.Response")) {
            session.responseEscapes();
        }
        return operators.binary(binary.at(), operator, left, right);
    }

    private Bound conditional(Expr.ConditionalAccess access) {
        Bound target = bindFollowed(access.target(), null);
        if (target.type().kind() == Type.Kind.VALUE) {
            return session.wrong(
                    access.at(), "'?.' needs a value that can be null, found " + target.type(), "write '.'");
        }
        Variable slot = scope.temporary(access.at());
        receivers.push(new Bound(slot, target.type().underlying(), target.path()));
        Bound rest = bindFollowed(access.access(), null);
        receivers.pop();
        Type type = rest.type().kind() == Type.Kind.VOID ? Type.VOID : Type.nullable(rest.type());
        return new Bound(new Logic.Conditional(access.at(), target.node(), slot, rest.node()), type, rest.path());
    }

    private Bound choice(Expr.Conditional choice, Type expected) {
        Node condition = condition(choice.condition());
        Bound yes = bind(choice.yes(), expected);
        Bound no = bind(choice.no(), expected);
        Type type = common(yes, no);
        if (type == null && expected != null) {
            type = expected; // C# 9 takes the target's type; it never changes what C# 7 accepts
        }
        if (type == null) {
            return session.wrong(
                    choice.at(),
                    "the two values of ?: have the types " + yes.type() + " and " + no.type(),
                    "cast one of them to the type of the other");
        }
        return new Bound(new Logic.Choice(choice.at(), condition, convert(yes, type), convert(no, type)), type);
    }

    /** The type that both can become, one of theirs; null where there is none. */
    Type common(Bound a, Bound b) {
        if (a.type().kind() == Type.Kind.VOID || b.type().kind() == Type.Kind.VOID) {
            return null;
        }
        if (a.type().isDynamic() || b.type().isDynamic()) {
            return Type.DYNAMIC;
        }
        if (a.type().kind() == Type.Kind.NULL && b.type().kind() == Type.Kind.VALUE) {
            return Type.nullable(b.type());
        }
        if (b.type().kind() == Type.Kind.NULL && a.type().kind() == Type.Kind.VALUE) {
            return Type.nullable(a.type());
        }
        if (session.conversions.implicit(a.type(), b.type()) != null) {
            return b.type();
        }
        return session.conversions.implicit(b.type(), a.type()) != null ? a.type() : null;
    }

    /** The expression as a value of a type; a fault where C# does not convert to it by itself. */
    Node bindTo(Expr expression, Type target) {
        Bound bound = bind(expression, target);
        Node node = convert(bound, target);
        if (node == null) {
            boolean castable = session.conversions.explicit(bound.type(), target) != null;
            session.fault(
                    expression.at(),
                    "found " + describe(bound.type()) + ", expected " + describe(target),
                    castable ? "cast it: (" + target + ")" : "");
            return bound.node();
        }
        return node;
    }

    static String describe(Type type) {
        return type.kind() == Type.Kind.NULL ? "null" : type.kind() == Type.Kind.VOID ? "nothing" : type.toString();
    }

    /** With the implicit conversion; null where there is none. */
    Node convert(Bound bound, Type target) {
        Conversion conversion = session.conversions.implicit(bound.type(), target);
        if (conversion == null
                && bound.isConstant()
                && (bound.value() instanceof Integer || bound.value() instanceof Long)
                && fitsConstant(((Number) bound.value()).longValue(), target.underlying())) {
            conversion = session.conversions.explicit(bound.type(), target.underlying());
        }
        return conversion == null ? null : session.converted(bound.node(), conversion);
    }

    /** What is written out fits a narrower type where its value does; from 2³¹ to 2³² it is a {@code uint} itself. */
    private static boolean fitsConstant(long number, Type target) {
        return switch (target.name()) {
            case "byte" -> number >= 0 && number <= 255;
            case "sbyte" -> number >= -128 && number <= 127;
            case "short" -> number >= Short.MIN_VALUE && number <= Short.MAX_VALUE;
            case "ushort" -> number >= 0 && number <= 65535;
            case "uint" -> number >= 0 && number <= 0xffff_ffffL;
            case "ulong" -> number >= 0;
            default -> false;
        };
    }

    Node condition(Expr expression) {
        return bindTo(expression, Type.BOOL);
    }

    Bound cast(int at, Type target, Bound operand) {
        if (target.isDynamic()) {
            return new Bound(operand.node(), Type.DYNAMIC);
        }
        Conversion conversion = session.conversions.explicit(operand.type(), target);
        if (conversion == null) {
            return session.wrong(at, describe(operand.type()) + " cannot be cast to " + target, "");
        }
        return new Bound(session.converted(operand.node(), conversion), target);
    }

    private Bound as(Expr.As as) {
        Bound operand = bind(as.operand());
        Type target = types.resolve(as.type());
        if (!target.acceptsNull()) {
            return session.wrong(
                    as.at(), "'as' needs a type that can be null, found " + target, "write " + target + "?");
        }
        Apply.One test = (e, v) -> session.conversions.instances().is(v, target) ? v : null;
        return new Bound(Apply.one(operand.node(), test), target);
    }

    private Bound defaultOf(Expr.Default value, Type expected) {
        Type type = value.type() != null ? types.resolve(value.type()) : expected;
        if (type == null) {
            return session.wrong(value.at(), "the type of default is not known here", "write default(type)");
        }
        return Bound.constant(value.at(), Defaults.of(session.table, type), type);
    }

    /** The best common type of several values: what one of them is and all others become; dynamic where there is none. */
    Type commonOf(List<Bound> values) {
        Bound best = null;
        for (Bound value : values) {
            if (best == null) {
                best = value;
                continue;
            }
            Type type = common(best, value);
            if (type == null) {
                return Type.DYNAMIC;
            }
            best = new Bound(value.node(), type);
        }
        return best == null || best.type().kind() == Type.Kind.NULL ? Type.DYNAMIC : best.type();
    }
}
