package dev.securemcp.proxy.expression.value;

import java.util.HashMap;
import java.util.Map;

/** Writes XML as {@code XElement.ToString()} does: indented by two spaces where elements hold only elements. */
final class XmlText {

    private static final String NEWLINE = "\r\n";
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private final boolean indented;
    private final StringBuilder out = new StringBuilder();

    XmlText(boolean indented) {
        this.indented = indented;
    }

    String write(XNode node) {
        write(node, 0, indented, "", Map.of());
        return out.toString();
    }

    private void write(XNode node, int level, boolean breaking, String scope, Map<String, String> prefixes) {
        switch (node) {
            case XText text -> text(text);
            case XElement element
            when element.name() == null -> {
                boolean first = true;
                for (XNode child : element.nodes()) {
                    if (!first && breaking) {
                        out.append(NEWLINE);
                    }
                    first = false;
                    write(child, level, breaking, scope, prefixes);
                }
            }
            case XElement element -> element(element, level, breaking, scope, prefixes);
            default -> throw new IllegalStateException("unknown node");
        }
    }

    private void text(XText text) {
        switch (text.kind()) {
            case TEXT -> out.append(escaped(text.value(), false));
            case CDATA ->
                out.append("<![CDATA[")
                        .append(text.value().replace("]]>", "]]]]><![CDATA[>"))
                        .append("]]>");
            case COMMENT -> out.append("<!--").append(text.value()).append("-->");
        }
    }

    private void element(XElement element, int level, boolean breaking, String scope, Map<String, String> outer) {
        Map<String, String> prefixes = new HashMap<>(outer);
        String inner = scope;
        for (XAttribute attribute : element.attributes()) {
            if (attribute.name().namespace().equals(XMLNS)) {
                prefixes.put(attribute.value(), attribute.name().local());
            } else if (attribute.name().equals(new XNode.Name("", "xmlns"))) {
                inner = attribute.value();
            }
        }
        String uri = element.name().namespace();
        String tag = element.name().local();
        boolean declare = false;
        if (!uri.equals(inner)) {
            String prefix = uri.isEmpty() ? null : prefixes.get(uri);
            if (prefix != null) {
                tag = prefix + ":" + tag;
            } else {
                declare = true;
                inner = uri;
            }
        }
        out.append('<').append(tag);
        if (declare) {
            out.append(" xmlns=\"").append(escaped(uri, true)).append('"');
        }
        for (XAttribute attribute : element.attributes()) {
            boolean redundant = declare && attribute.name().equals(new XNode.Name("", "xmlns"));
            if (!redundant) {
                out.append(' ')
                        .append(attributeName(attribute.name(), prefixes))
                        .append("=\"");
                out.append(escaped(attribute.value(), true)).append('"');
            }
        }
        if (element.nodes().isEmpty()) {
            out.append(" />");
            return;
        }
        out.append('>');
        boolean onlyElements =
                element.nodes().stream().noneMatch(n -> n instanceof XText t && t.kind() != XText.Kind.COMMENT);
        boolean lines = breaking && onlyElements;
        for (XNode child : element.nodes()) {
            if (lines) {
                out.append(NEWLINE).repeat(' ', (level + 1) * 2);
            }
            write(child, level + 1, lines, inner, prefixes);
        }
        if (lines) {
            out.append(NEWLINE).repeat(' ', level * 2);
        }
        out.append("</").append(tag).append('>');
    }

    private static String attributeName(XNode.Name name, Map<String, String> prefixes) {
        if (name.namespace().equals(XMLNS)) {
            return "xmlns:" + name.local();
        }
        if (name.namespace().equals("http://www.w3.org/XML/1998/namespace")) {
            return "xml:" + name.local();
        }
        String prefix = prefixes.get(name.namespace());
        return name.namespace().isEmpty() || prefix == null ? name.local() : prefix + ":" + name.local();
    }

    static String escaped(String text, boolean attribute) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                case '\n' -> out.append(attribute ? "&#xA;" : "\n");
                case '\r' -> out.append(attribute ? "&#xD;" : "\r");
                case '\t' -> out.append(attribute ? "&#x9;" : "\t");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
