package dev.securemcp.proxy.policy.liquid;

/**
 * A word of a tag or an output.
 *
 * @param text a name, the content of a string, the digits of a number, or a sign
 * @param at where it begins in the template
 * @param end behind its last character
 */
record Token(Kind kind, String text, int at, int end) {

    enum Kind {
        NAME,
        STRING,
        NUMBER,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
