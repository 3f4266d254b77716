package dev.securemcp.proxy.policy.liquid;

/** What a template is cut into first. Offsets are those of the template. */
sealed interface Piece {

    /** What stands in the output as it is; white space that a neighbour's dash removes is gone already. */
    record Plain(int at, String text) implements Piece {}

    /** <code>{{ … }}</code>: from behind the braces to before them. */
    record Output(int at, int start, int end) implements Piece {}

    /** <code>{% name … %}</code>: the rest from behind the name to before the percent sign. */
    record Tag(int at, String name, int start, int end) implements Piece {}
}
