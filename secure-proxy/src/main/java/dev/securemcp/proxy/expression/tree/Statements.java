package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Sequences;
import java.util.List;

/** Simple statements, choices and loops; every turn of a loop is a step. */
public final class Statements {

    private Statements() {}

    /** {@code break}, {@code continue}, and nothing. */
    public static final class Jump extends Statement {
        public static final Statement BREAK = new Jump(Statement.BREAK);
        public static final Statement CONTINUE = new Jump(Statement.CONTINUE);
        public static final Statement NOTHING = new Jump(Statement.NEXT);

        private final int where;

        private Jump(int where) {
            this.where = where;
        }

        @Override
        int exec(Frame f) {
            return where;
        }
    }

    /** An expression for its effect. */
    public static final class Evaluate extends Statement {
        private final Node node;

        public Evaluate(Node node) {
            this.node = node;
        }

        @Override
        int exec(Frame f) {
            node.eval(f);
            return NEXT;
        }
    }

    /** {@code return value}. */
    public static final class Return extends Statement {
        private final Node node;

        public Return(Node node) {
            this.node = node;
        }

        @Override
        int exec(Frame f) {
            f.result = node.eval(f);
            return RETURN;
        }
    }

    /** One after the other. */
    public static final class Block extends Statement {
        private final Statement[] statements;

        public Block(List<Statement> statements) {
            this.statements = statements.toArray(Statement[]::new);
        }

        @Override
        int exec(Frame f) {
            for (Statement statement : statements) {
                int next = statement.exec(f);
                if (next != NEXT) {
                    return next;
                }
            }
            return NEXT;
        }
    }

    /** {@code if}. */
    public static final class If extends Statement {
        private final Node condition;
        private final Statement yes;
        private final Statement no;

        public If(Node condition, Statement yes, Statement no) {
            this.condition = condition;
            this.yes = yes;
            this.no = no;
        }

        @Override
        int exec(Frame f) {
            if (condition.test(f)) {
                return yes.exec(f);
            }
            return no == null ? NEXT : no.exec(f);
        }
    }

    /** {@code while}, {@code do} and {@code for}. */
    public static final class Loop extends Statement {
        private final int at;
        private final Node condition;
        private final Statement body;
        private final Statement step;
        private final boolean bodyFirst;

        /**
         * @param condition null for none
         * @param step run after each turn; null for none
         */
        public Loop(int at, Node condition, Statement body, Statement step, boolean bodyFirst) {
            this.at = at;
            this.condition = condition;
            this.body = body;
            this.step = step;
            this.bodyFirst = bodyFirst;
        }

        @Override
        int exec(Frame f) {
            boolean first = bodyFirst;
            while (first || condition == null || condition.test(f)) {
                first = false;
                tick(f.evaluation, at);
                int next = body.exec(f);
                if (next == BREAK) {
                    return NEXT;
                }
                if (next == RETURN) {
                    return next;
                }
                if (step != null) {
                    step.exec(f);
                }
            }
            return NEXT;
        }
    }

    static void tick(Evaluation e, int at) {
        tick(e, 1, at);
    }

    static void tick(Evaluation e, int steps, int at) {
        try {
            e.steps(steps);
        } catch (ExpressionException x) {
            throw e.fail(x, at);
        }
    }

    /** {@code foreach}. */
    public static final class ForEach extends Statement {
        private final int at;
        private final Node source;
        private final Variable variable;
        private final Apply.One conversion;
        private final Statement body;

        /** @param conversion of each element; null for none */
        public ForEach(int at, Node source, Variable variable, Apply.One conversion, Statement body) {
            this.at = at;
            this.source = source;
            this.variable = variable;
            this.conversion = conversion;
            this.body = body;
        }

        @Override
        int exec(Frame f) {
            Object sequence = Calls.object(source.eval(f), "foreach", f.evaluation, at);
            List<Object> elements;
            try {
                elements = Sequences.of(sequence);
            } catch (RuntimeException x) {
                throw f.evaluation.fail(x, at);
            }
            int size = elements.size();
            for (int i = 0; i < size; i++) {
                tick(f.evaluation, at);
                if (elements.size() != size) {
                    throw f.evaluation.fail(Fail.operation("the collection was changed while it was gone through"), at);
                }
                Object element = elements.get(i);
                try {
                    variable.store(f, conversion == null ? element : conversion.apply(f.evaluation, element));
                } catch (RuntimeException x) {
                    throw f.evaluation.fail(x, at);
                }
                int next = body.exec(f);
                if (next == BREAK) {
                    return NEXT;
                }
                if (next == RETURN) {
                    return next;
                }
            }
            return NEXT;
        }
    }

    /** {@code switch}: the first label whose test holds. */
    public static final class Switch extends Statement {
        private final Statement value;
        private final Node[] tests;
        private final Statement[] bodies;
        private final Statement otherwise;

        /**
         * @param value stores what is switched on
         * @param tests one per body
         * @param otherwise of {@code default}; null for none
         */
        public Switch(Statement value, List<Node> tests, List<Statement> bodies, Statement otherwise) {
            this.value = value;
            this.tests = tests.toArray(Node[]::new);
            this.bodies = bodies.toArray(Statement[]::new);
            this.otherwise = otherwise;
        }

        @Override
        int exec(Frame f) {
            value.exec(f);
            Statement chosen = otherwise;
            for (int i = 0; i < tests.length; i++) {
                if (tests[i].test(f)) {
                    chosen = bodies[i];
                    break;
                }
            }
            int next = chosen == null ? NEXT : chosen.exec(f);
            return next == BREAK ? NEXT : next;
        }
    }
}
