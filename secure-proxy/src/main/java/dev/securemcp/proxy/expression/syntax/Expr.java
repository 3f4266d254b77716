package dev.securemcp.proxy.expression.syntax;

import java.util.List;

/** An expression as written. {@code at} is the offset that a fault about it names. */
public sealed interface Expr {

    int at();

    /** null, Boolean, String, Character, Integer, Long, Double or BigDecimal. */
    record Literal(int at, Object value) implements Expr {}

    /** Text pieces and holes in turn. */
    record Interpolated(int at, List<Piece> pieces) implements Expr {}

    /** Text where {@code hole} is null; alignment and format may be null. */
    record Piece(String text, Expr hole, Expr alignment, String format) {}

    record Name(int at, String name, List<TypeName> typeArguments) implements Expr {}

    record Member(int at, Expr target, String name, List<TypeName> typeArguments) implements Expr {}

    record Index(int at, Expr target, List<Argument> arguments) implements Expr {}

    record Call(int at, Expr target, List<Argument> arguments) implements Expr {}

    /** {@code target?.…}: {@code access} is built on a {@link Receiver}. */
    record ConditionalAccess(int at, Expr target, Expr access) implements Expr {}

    /** Stands for the value before {@code ?.} inside what follows it. */
    record Receiver(int at) implements Expr {}

    record New(int at, TypeName type, List<Argument> arguments, Initializer initializer) implements Expr {}

    /** {@code new T[n]} (length given) or {@code new[] {…}} (type null) or {@code new T[] {…}}. */
    record NewArray(int at, TypeName element, Expr length, List<Expr> elements) implements Expr {}

    record NewAnonymous(int at, List<String> names, List<Expr> values) implements Expr {}

    record Lambda(int at, List<Parameter> parameters, Expr body, Stmt.Block block) implements Expr {}

    record Unary(int at, String operator, Expr operand) implements Expr {}

    /** {@code ++} and {@code --}, before or behind. */
    record Step(int at, boolean increment, boolean prefix, Expr target) implements Expr {}

    record Binary(int at, String operator, Expr left, Expr right) implements Expr {}

    record Conditional(int at, Expr condition, Expr yes, Expr no) implements Expr {}

    /** {@code operator} is empty for plain assignment, else {@code +}, {@code ??} and so on. */
    record Assign(int at, String operator, Expr target, Expr value) implements Expr {}

    record Cast(int at, TypeName type, Expr operand) implements Expr {}

    /** {@code is Type}, {@code is Type name}, {@code is constant}; the constant is set for the last only. */
    record Is(int at, Expr operand, TypeName type, String name, Expr constant) implements Expr {}

    record As(int at, Expr operand, TypeName type) implements Expr {}

    /** Type null for {@code default} alone. */
    record Default(int at, TypeName type) implements Expr {}

    record TypeOf(int at, TypeName type) implements Expr {}

    record Throw(int at, Expr exception) implements Expr {}

    /** {@code out var x}, {@code out string x}. */
    record OutDeclaration(int at, TypeName type, String name) implements Expr {}

    /** A predefined type or array type before a dot: {@code string.Join}, {@code int.Parse}. */
    record TypeTarget(int at, TypeName type) implements Expr {}

    /** Name null where positional. */
    record Argument(String name, boolean out, Expr value) {}

    /** Type null where inferred. */
    record Parameter(int at, TypeName type, String name) {}

    /** What stands in braces behind {@code new T(…)}. */
    record Initializer(int at, List<Entry> entries) {}

    /** {@code Name = value}, {@code [key] = value} or {@code { a, b }}: exactly one of name, key and neither. */
    record Entry(int at, String name, Expr key, List<Expr> values, Initializer nested) {}
}
