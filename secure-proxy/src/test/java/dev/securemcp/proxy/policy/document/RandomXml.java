package dev.securemcp.proxy.policy.document;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Writes random well-formed documents with everything that XML allows in a policy, expressions escaped as XML demands. */
final class RandomXml {

    private static final String[] NAMES = {
        "a", "set-header", "x:y", "_z", "trace", "a.b-c", "value", "do", "text", "\u00e4\u00f6", "when"
    };

    private static final String[] PIECES = {
        "plain",
        " ",
        "\n",
        "\t",
        "\r\n",
        "&lt;",
        "&amp;",
        "&quot;",
        "&apos;",
        "&gt;",
        "&#65;",
        "&#x1F600;",
        "&#9;",
        "&#10;",
        "&#13;",
        "\u20ac",
        "\uD83D\uDE00",
        "{{name}}",
        "{",
        ")",
        "@",
        "@ (",
        "it's",
        "=",
        "/",
        ">",
        "]]",
        "--",
        "%",
        "100",
        "true",
        "null",
        "~",
        "# no comment",
        ": ",
        "- ",
        "|",
        "&#xA0;"
    };

    /** Balanced, as every expression that compiles is. */
    private static final String[] EXPRESSIONS = {
        "@(a)",
        "@(x[&quot;k&quot;] &amp;&amp; 1 &lt; 2)",
        "@{ return &quot;}&quot;; }",
        "@($&quot;{a}&quot;)",
        "@(As&lt;JObject>())",
        "  @(b)  ",
        "@{\n // don&apos;t\n return 1;\n}",
        "@(&apos;)&apos;)"
    };

    private final RandomGenerator random;
    private final StringBuilder out = new StringBuilder();
    private int left = 30;

    RandomXml(RandomGenerator random) {
        this.random = random;
    }

    String document() {
        if (random.nextBoolean()) {
            out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        }
        misc();
        element(0, pick(NAMES));
        misc();
        return out.toString();
    }

    /** A document whose root is a policy document or a fragment. */
    String policies() {
        if (random.nextBoolean()) {
            out.append("<fragment>");
            children(1, false);
            return out.append("</fragment>").toString();
        }
        out.append("<policies>");
        for (Section section : Section.values()) {
            if (random.nextInt(3) > 0) {
                out.append('<').append(section.id()).append('>');
                children(2, false);
                out.append("</").append(section.id()).append('>');
            }
        }
        return out.append("</policies>").toString();
    }

    private void misc() {
        switch (random.nextInt(5)) {
            case 0 -> out.append("\r\n  ");
            case 1 -> out.append("<!-- a < b & \" @( -->");
            case 2 -> out.append("<?pi x?>");
            default -> {}
        }
    }

    private void element(int depth, String name) {
        left--;
        out.append('<').append(name);
        Set<String> attributes = new LinkedHashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attributes.add(pick(NAMES).replace("x:y", "y"));
        }
        for (String attribute : attributes) {
            out.append(pick(new String[] {" ", "\n", "\t ", "\r\n"}))
                    .append(attribute)
                    .append(pick(new String[] {"=", " = ", "\n="}));
            value();
        }
        if (name.equals("x:y")) {
            out.append(" xmlns:x='urn:x'");
        }
        out.append(pick(new String[] {"", " ", "\n"}));
        if (random.nextInt(4) == 0) {
            out.append("/>");
            return;
        }
        out.append('>');
        children(depth + 1, true);
        out.append("</").append(name).append(random.nextBoolean() ? "" : " ").append('>');
    }

    private void children(int depth, boolean texts) {
        for (int i = random.nextInt(5); i > 0 && left > 0; i--) {
            switch (random.nextInt(texts ? 7 : 3)) {
                case 0 -> misc();
                case 1, 2 -> {
                    if (depth < 8) {
                        element(depth, pick(NAMES));
                    }
                }
                case 3 -> out.append("<![CDATA[ <x> && ]] > ]]>");
                case 4 -> out.append(random.nextInt(4) == 0 ? pick(EXPRESSIONS) : "\n  ");
                default -> pieces('\0');
            }
        }
    }

    private void value() {
        char quote = random.nextBoolean() ? '"' : '\'';
        out.append(quote);
        if (random.nextInt(3) == 0) {
            out.append(pick(EXPRESSIONS));
        } else {
            pieces(quote);
        }
        out.append(quote);
    }

    private void pieces(char quote) {
        for (int i = random.nextInt(5); i > 0; i--) {
            String piece = pick(PIECES);
            // `]]` before `>` is the one thing that text may not hold, and `@` before a bracket begins an expression.
            boolean splits = piece.equals(">") || piece.equals("{{name}}") || piece.equals("{");
            if (piece.indexOf(quote) < 0) {
                out.append(splits ? " " : "").append(piece);
            }
        }
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
