package dev.securemcp.proxy.policy.document;

import java.util.List;

/** Writes trees as well-formed XML, laid out for a person; line ends in attributes and texts are kept as they are. */
final class PolicyXmlWriter {

    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();
    private final boolean masked;

    private PolicyXmlWriter(boolean masked) {
        this.masked = masked;
    }

    /** The tree as the policy uses it, secrets included if named values were replaced in it. */
    static String write(PolicyElement root) {
        PolicyXmlWriter writer = new PolicyXmlWriter(false);
        writer.element(root, 0);
        return writer.out.append('\n').toString();
    }

    static String explain(EffectivePolicy policy) {
        PolicyXmlWriter writer = new PolicyXmlWriter(true);
        writer.out.append("<policies>\n");
        for (Section section : Section.values()) {
            List<Placed> elements = policy.section(section);
            writer.out.append(INDENT).append('<').append(section.id());
            if (elements.isEmpty()) {
                writer.out.append("/>\n");
                continue;
            }
            writer.out.append(">\n");
            for (Placed placed : elements) {
                writer.out.append(INDENT.repeat(2));
                writer.comment(from(placed)).append('\n').append(INDENT.repeat(2));
                writer.element(placed.element(), 2);
                writer.out.append('\n');
            }
            writer.out.append(INDENT).append("</").append(section.id()).append(">\n");
        }
        return writer.out.append("</policies>\n").toString();
    }

    private static String from(Placed placed) {
        String origin = placed.origin().toString();
        String position = placed.element().position().toString();
        return origin.equals(position) ? origin : origin + ", " + position;
    }

    private StringBuilder comment(String text) {
        return out.append("<!-- ").append(text.replace("--", "- -")).append(" -->");
    }

    private void element(PolicyElement element, int depth) {
        out.append('<').append(element.name());
        for (PolicyAttribute attribute : element.attributes()) {
            out.append(' ').append(attribute.name()).append('=');
            attribute(shown(attribute.value()));
        }
        if (element.children().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        boolean mixed = element.children().stream().anyMatch(PolicyText.class::isInstance);
        for (PolicyNode child : element.children()) {
            if (!mixed) {
                out.append('\n').append(INDENT.repeat(depth + 1));
            }
            switch (child) {
                case PolicyText text -> text(shown(text));
                case PolicyElement inner -> {
                    if (masked && !mixed && !inner.fragment().equals(element.fragment())) {
                        String from = "fragment " + inner.fragment() + ", " + inner.position();
                        comment(from).append('\n').append(INDENT.repeat(depth + 1));
                    }
                    element(inner, depth + 1);
                }
            }
        }
        if (!mixed) {
            out.append('\n').append(INDENT.repeat(depth));
        }
        out.append("</").append(element.name()).append('>');
    }

    private String shown(PolicyText text) {
        return masked ? text.masked() : text.text();
    }

    private void attribute(String value) {
        char quote = value.indexOf('"') >= 0 && value.indexOf('\'') < 0 ? '\'' : '"';
        out.append(quote);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '&' -> out.append("&amp;");
                case '\r' -> out.append("&#13;");
                case '\t' -> out.append("&#9;");
                case '"' -> out.append(quote == '"' ? "&quot;" : "\"");
                default -> out.append(c);
            }
        }
        out.append(quote);
    }

    private void text(String text) {
        boolean plain = text.indexOf('<') < 0 && text.indexOf('&') < 0;
        if (!plain && text.indexOf('\r') < 0) {
            out.append("<![CDATA[")
                    .append(text.replace("]]>", "]]]]><![CDATA[>"))
                    .append("]]>");
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '&' -> out.append("&amp;");
                case '\r' -> out.append("&#13;");
                case '>' -> out.append(i > 1 && text.startsWith("]]", i - 2) ? "&gt;" : ">");
                default -> out.append(c);
            }
        }
    }
}
