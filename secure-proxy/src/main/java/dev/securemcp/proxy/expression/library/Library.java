package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.type.TypeTable;

/** All types that policy expressions may use. */
public final class Library {

    public static final TypeTable TABLE = build();

    private Library() {}

    private static TypeTable build() {
        TypeTable table = new TypeTable();
        CoreTypes.define(table);
        NumberTypes.define(table);
        EnumTypes.define(table);
        StringTypes.define(table);
        ArrayTypes.define(table);
        CollectionTypes.define(table);
        ContextTypes.define(table);
        MessageTypes.define(table);
        JsonTypes.define(table);
        TimeTypes.define(table);
        RegexTypes.define(table);
        EncodingTypes.define(table);
        WebTypes.define(table);
        TokenTypes.define(table);
        HashTypes.define(table);
        CipherTypes.define(table);
        CertificateTypes.define(table);
        XmlTypes.define(table);
        return table;
    }
}
