package dev.securemcp.proxy.config;

/**
 * A place in a document that a person wrote: where a fault is, or where an element came from.
 *
 * @param file the document as the person named it (relative to the configuration where possible), never null
 * @param line 1-based, 0 where the whole file is meant
 * @param column 1-based in UTF-16 units, 0 where the whole line is meant
 */
public record Position(String file, int line, int column) {

    /** A whole file. */
    public static Position of(String file) {
        return new Position(file, 0, 0);
    }

    /** {@code file:line:column}, the form that editors and terminals turn into links; unknown parts are left out. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
