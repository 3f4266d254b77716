package dev.securemcp.proxy.policy.liquid;

import java.util.List;

/** A part of a template that renders. */
sealed interface Node permits Node.Text, Node.Output, Node.Assign, Node.Capture, Node.If, Node.Case, Node.Jump, Loop {

    /** How to go on behind a part. */
    enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    /** Where it stands in the template. */
    int at();

    Flow render(Rendering rendering);

    /** Plain text. */
    record Text(int at, String text) implements Node {
        @Override
        public Flow render(Rendering rendering) {
            rendering.write(text);
            return Flow.ON;
        }
    }

    /** <code>{{ value }}</code>. */
    record Output(int at, Pipeline value) implements Node {
        @Override
        public Flow render(Rendering rendering) {
            rendering.write(Values.text(rendering, value.value(rendering)));
            return Flow.ON;
        }
    }

    /** <code>{% assign name = value %}</code>. */
    record Assign(int at, String name, Pipeline value) implements Node {
        @Override
        public Flow render(Rendering rendering) {
            rendering.assign(name, value.value(rendering));
            return Flow.ON;
        }
    }

    /** <code>{% capture name %}…{% endcapture %}</code>. */
    record Capture(int at, String name, Block content) implements Node {
        @Override
        public Flow render(Rendering rendering) {
            return rendering.capture(name, content);
        }
    }

    /** {@code if}, {@code unless}, and their branches: the first whose condition holds. */
    record If(int at, List<Branch> branches, Block otherwise) implements Node {
        public If {
            branches = List.copyOf(branches);
        }

        @Override
        public Flow render(Rendering rendering) {
            for (Branch branch : branches) {
                rendering.step();
                if (branch.condition().holds(rendering) != branch.negated()) {
                    return branch.content().render(rendering);
                }
            }
            return otherwise.render(rendering);
        }
    }

    /**
     * A branch of an {@code if}.
     *
     * @param negated whether it is taken where the condition does not hold
     */
    record Branch(Condition condition, boolean negated, Block content) {}

    /** {@code case}: the first of its branches that names the value; {@code else} where none does. */
    record Case(int at, Operand subject, List<When> whens, Block otherwise) implements Node {
        public Case {
            whens = List.copyOf(whens);
        }

        @Override
        public Flow render(Rendering rendering) {
            Object value = subject.value(rendering);
            for (When when : whens) {
                for (Operand candidate : when.values()) {
                    rendering.step();
                    if (Comparison.EQUAL.holds(rendering, value, candidate.value(rendering))) {
                        return when.content().render(rendering);
                    }
                }
            }
            return otherwise.render(rendering);
        }
    }

    record When(List<Operand> values, Block content) {
        public When {
            values = List.copyOf(values);
        }
    }

    /** {@code break} and {@code continue}. */
    record Jump(int at, Flow flow) implements Node {
        @Override
        public Flow render(Rendering rendering) {
            return flow;
        }
    }
}
