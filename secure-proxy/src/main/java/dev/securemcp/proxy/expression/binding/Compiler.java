package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.expression.CompileEnvironment;
import dev.securemcp.proxy.expression.ExpressionSource;
import dev.securemcp.proxy.expression.ExpressionType;
import dev.securemcp.proxy.expression.library.Library;
import dev.securemcp.proxy.expression.syntax.Parser;
import dev.securemcp.proxy.expression.syntax.Stmt;
import dev.securemcp.proxy.expression.syntax.SyntaxException;
import dev.securemcp.proxy.expression.tree.Program;
import dev.securemcp.proxy.expression.tree.Statement;
import dev.securemcp.proxy.expression.type.Type;
import java.util.Optional;
import java.util.Set;

/** Text to program: parse, bind, and say everything that is wrong. */
public final class Compiler {

    /** Chains of members, operators and statements higher than this are no person's work, and would recur as deep. */
    private static final int MAX_HEIGHT = 500;

    private Compiler() {}

    /** What was compiled, and what is known of it. */
    public record Result(Program program, ExpressionType type, Set<String> members, boolean readsResponseBody) {}

    /** Empty where a fault was added. */
    public static Optional<Result> compile(ExpressionSource source, CompileEnvironment environment, Faults faults) {
        Stmt.Block parsed;
        try {
            parsed = Parser.parse(source.text());
            if (Height.exceeds(parsed, MAX_HEIGHT)) {
                throw new SyntaxException(0, "the expression is nested or chained more than " + MAX_HEIGHT + " deep");
            }
        } catch (SyntaxException e) {
            faults.error(source.positions().at(e.at()), source.path(), e.getMessage(), "");
            return Optional.empty();
        }
        Session session = new Session(Library.TABLE, environment.limits(), source, faults);
        Scope.Function function = new Scope.Function(null, null);
        Binder binder = new Binder(session, new Scope(null, function));
        Program program;
        Type type;
        if (source.text().startsWith("@(") && parsed.statements().getFirst() instanceof Stmt.Return value) {
            Bound bound = binder.bind(value.value());
            if (bound.type().kind() == Type.Kind.VOID) {
                session.fault(value.at(), "the expression gives no value", "");
            }
            type = bound.type();
            program = new Program(bound.node(), null, function.slots, environment.limits(), source.positions());
        } else {
            Statement statements = binder.statements.block(parsed);
            type = binder.statements.returned(function);
            if (!Flow.ends(parsed)) {
                session.fault(
                        1, "not every way through the statements ends with return", "write return value; at the end");
            }
            program = new Program(null, statements, function.slots, environment.limits(), source.positions());
        }
        if (session.failed()) {
            return Optional.empty();
        }
        return Optional.of(new Result(program, known(type), session.members, session.readsResponseBody()));
    }

    private static ExpressionType known(Type type) {
        return switch (type.kind()) {
            case NULL -> ExpressionType.NULL;
            case DYNAMIC -> ExpressionType.UNKNOWN;
            case NULLABLE -> known(type.underlying());
            default ->
                switch (type.name()) {
                    case "bool" -> ExpressionType.BOOL;
                    case "string" -> ExpressionType.STRING;
                    case "int", "byte", "short" -> ExpressionType.INT;
                    case "long", "uint", "ulong" -> ExpressionType.LONG;
                    case "double", "float" -> ExpressionType.DOUBLE;
                    case "decimal" -> ExpressionType.DECIMAL;
                    case "object", "JToken" -> ExpressionType.UNKNOWN;
                    default -> ExpressionType.OTHER;
                };
        };
    }
}
