package dev.securemcp.proxy.policy.liquid;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Builds the tree of a template. Goes on behind a fault, so that one load tells all of them. */
final class TemplateParser {

    private static final Set<String> INNER = Set.of(
            "else", "elsif", "when", "endif", "endunless", "endcase", "endfor", "endcapture", "endcomment", "endraw");
    private static final String TAGS = "if, unless, case, for, assign, capture, comment, raw, break, continue";

    private final String text;
    private final boolean bodyAllowed;
    private final TemplateFaults faults;
    private final List<Piece> pieces;
    private int next;
    private int depth;
    private int loops;
    /** The tag that ended the last block; null for the end of the template. */
    private Piece.Tag ended;

    TemplateParser(String text, boolean bodyAllowed, TemplateFaults faults) {
        this.text = text;
        this.bodyAllowed = bodyAllowed;
        this.faults = faults;
        this.pieces = new TemplateCutter(text, faults).cut();
    }

    Block parse() {
        return block(null, Set.of());
    }

    /** @param opener the tag whose block this is; null for the whole template */
    private Block block(Piece.Tag opener, Set<String> ends) {
        List<Node> nodes = new ArrayList<>();
        while (next < pieces.size()) {
            switch (pieces.get(next++)) {
                case Piece.Plain(int at, String plain) -> nodes.add(new Node.Text(at, plain));
                case Piece.Output(int at, int start, int end) -> {
                    Pipeline value = read(start, end, OperandParser::pipeline, null);
                    if (value != null) {
                        nodes.add(new Node.Output(at, value));
                    }
                }
                case Piece.Tag tag -> {
                    if (ends.contains(tag.name())) {
                        ended = tag;
                        return new Block(nodes);
                    }
                    Node node = tag(tag);
                    if (node != null) {
                        nodes.add(node);
                    }
                }
            }
        }
        if (opener != null) {
            fault(opener.at(), "`{% " + opener.name() + " %}` has no `{% end" + opener.name() + " %}`", "");
        }
        ended = null;
        return new Block(nodes);
    }

    private Node tag(Piece.Tag tag) {
        if (++depth > LiquidLimits.MAX_DEPTH) {
            fault(tag.at(), "the tags are nested deeper than " + LiquidLimits.MAX_DEPTH, "");
            next = pieces.size();
        }
        try {
            return switch (tag.name()) {
                case "if", "unless" -> condition(tag);
                case "case" -> choice(tag);
                case "for" -> loop(tag);
                case "assign" ->
                    read(
                            tag.start(),
                            tag.end(),
                            reader -> {
                                String name = variable(reader);
                                reader.tokens().expect("=");
                                return new Node.Assign(tag.at(), name, reader.pipeline());
                            },
                            null);
                case "capture" -> {
                    String name = read(tag.start(), tag.end(), ended(TemplateParser::variable), "");
                    yield new Node.Capture(tag.at(), name, last(block(tag, Set.of("endcapture"))));
                }
                case "break", "continue" -> jump(tag);
                default -> unknown(tag);
            };
        } finally {
            depth--;
        }
    }

    private Node unknown(Piece.Tag tag) {
        if (INNER.contains(tag.name())) {
            fault(tag.at(), "found `{% " + tag.name() + " %}` without the tag that it belongs to", "");
        } else {
            int end = tag.name().isEmpty() ? tag.end() : tag.start();
            String name = faults.shown(tag.start() - tag.name().length(), end);
            fault(tag.at(), "unknown tag " + name, "there are " + TAGS);
        }
        return null;
    }

    private Node condition(Piece.Tag tag) {
        List<Node.Branch> branches = new ArrayList<>();
        String end = "end" + tag.name();
        Piece.Tag at = tag;
        while (at != null && !at.name().equals("else") && !at.name().equals(end)) {
            Condition condition = read(at.start(), at.end(), OperandParser::condition, Condition.NEVER);
            boolean negated = at.name().equals("unless");
            branches.add(new Node.Branch(condition, negated, block(tag, Set.of("elsif", "else", end))));
            at = ended;
        }
        return new Node.If(tag.at(), branches, otherwise(tag));
    }

    private Node choice(Piece.Tag tag) {
        Operand subject = read(tag.start(), tag.end(), ended(OperandParser::operand), new Operand.Literal(null));
        block(tag, Set.of("when", "else", "endcase"));
        List<Node.When> whens = new ArrayList<>();
        while (ended != null && ended.name().equals("when")) {
            List<Operand> values = read(ended.start(), ended.end(), ended(TemplateParser::candidates), List.of());
            whens.add(new Node.When(values, block(tag, Set.of("when", "else", "endcase"))));
        }
        return new Node.Case(tag.at(), subject, whens, otherwise(tag));
    }

    private static List<Operand> candidates(OperandParser reader) {
        List<Operand> values = new ArrayList<>();
        do {
            values.add(reader.operand());
        } while (reader.tokens().take(",") || reader.tokens().takeName("or"));
        return values;
    }

    private Node loop(Piece.Tag tag) {
        LoopHead head = read(tag.start(), tag.end(), LoopHead::read, LoopHead.NONE);
        loops++;
        Block content = block(tag, Set.of("else", "endfor"));
        loops--;
        return new Loop(
                tag.at(),
                head.name(),
                head.items(),
                head.limit(),
                head.offset(),
                head.reversed(),
                content,
                otherwise(tag));
    }

    private Node jump(Piece.Tag tag) {
        if (loops == 0) {
            fault(tag.at(), "found `{% " + tag.name() + " %}` outside a `{% for %}`", "");
        }
        read(tag.start(), tag.end(), ended(reader -> ""), "");
        return new Node.Jump(tag.at(), tag.name().equals("break") ? Node.Flow.BREAK : Node.Flow.CONTINUE);
    }

    /** What stands behind {@code else}, if that ended the last block. */
    private Block otherwise(Piece.Tag tag) {
        if (ended == null || !ended.name().equals("else")) {
            return Block.EMPTY;
        }
        nothingBehind(ended);
        return last(block(tag, Set.of("end" + tag.name())));
    }

    /** A block whose closing tag, which was the last one, must hold nothing but its name. */
    private Block last(Block block) {
        if (ended != null) {
            nothingBehind(ended);
        }
        return block;
    }

    private void nothingBehind(Piece.Tag tag) {
        read(tag.start(), tag.end(), ended(reader -> ""), "");
    }

    /** The name that {@code assign}, {@code capture} or {@code for} gives a value. */
    static String variable(OperandParser reader) {
        Token token = reader.tokens().peek();
        String name = reader.tokens().name("the name of a variable");
        if (name.equals("body") || name.equals("context")) {
            throw new SyntaxFault(token.at(), "`" + name + "` cannot be given another value", "use another name");
        }
        return name;
    }

    private static <T> Function<OperandParser, T> ended(Function<OperandParser, T> inner) {
        return reader -> {
            T found = inner.apply(reader);
            reader.tokens().expectEnd("the end of the tag");
            return found;
        };
    }

    private <T> T read(int start, int end, Function<OperandParser, T> inner, T afterFault) {
        try {
            return inner.apply(new OperandParser(new TokenReader(text, start, end, faults), bodyAllowed));
        } catch (SyntaxFault fault) {
            faults.add(fault);
            return afterFault;
        }
    }

    private void fault(int at, String message, String remedy) {
        faults.add(new SyntaxFault(at, message, remedy));
    }
}
