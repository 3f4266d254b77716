package dev.securemcp.proxy.policy.liquid;

/** What a {@code for} says: {@code row in body.rows reversed limit:2 offset:1}; see {@link Loop}. */
record LoopHead(String name, Operand items, Operand limit, Operand offset, boolean reversed) {

    /** Stands in after a fault. */
    static final LoopHead NONE = new LoopHead("", new Operand.Literal(null), null, null, false);

    static LoopHead read(OperandParser reader) {
        TokenReader tokens = reader.tokens();
        String name = TemplateParser.variable(reader);
        if (!tokens.takeName("in")) {
            throw tokens.unexpected("`in`");
        }
        Operand items = reader.operand();
        Operand limit = null;
        Operand offset = null;
        boolean reversed = false;
        while (tokens.peek().kind() != Token.Kind.END) {
            if (tokens.takeName("reversed")) {
                reversed = true;
            } else if (tokens.takeName("limit")) {
                tokens.expect(":");
                limit = reader.operand();
            } else if (tokens.takeName("offset")) {
                tokens.expect(":");
                offset = reader.operand();
            } else {
                throw tokens.unexpected("`reversed`, `limit:`, `offset:` or the end of the tag");
            }
            tokens.take(",");
        }
        return new LoopHead(name, items, limit, offset, reversed);
    }
}
