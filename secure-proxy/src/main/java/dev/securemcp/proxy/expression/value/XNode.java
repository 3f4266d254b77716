package dev.securemcp.proxy.expression.value;

import dev.securemcp.proxy.expression.run.ChangeType;
import dev.securemcp.proxy.expression.run.Fail;

/** XML as {@code System.Xml.Linq} has it: what stands in an element or a document. */
public abstract class XNode {

    private XElement parent;

    public XElement parent() {
        return parent;
    }

    void attach(XElement newParent) {
        parent = newParent;
    }

    /** {@code XNamespace}. */
    public record Namespace(String uri) {
        @Override
        public String toString() {
            return uri;
        }
    }

    /** {@code XName}: prints as {@code {uri}local}, or as the local name where there is no namespace. */
    public record Name(String namespace, String local) {
        public static Name parse(String text) {
            if (text.startsWith("{")) {
                int close = text.indexOf('}');
                if (close < 0) {
                    throw Fail.argument("an XML name begins with { and has no }");
                }
                return new Name(text.substring(1, close), text.substring(close + 1));
            }
            return new Name("", text);
        }

        @Override
        public String toString() {
            return namespace.isEmpty() ? local : "{" + namespace + "}" + local;
        }
    }

    /** {@code (string)element}, {@code (int)attribute}; null stays null for text. */
    public static Object cast(Object node, String type) {
        return switch (node) {
            case null -> {
                if (type.equals("string")) {
                    yield null;
                }
                throw Fail.of("ArgumentNullException", "the XML node is null and cannot become " + type);
            }
            case XElement element -> ChangeType.to(type, element.value());
            case XAttribute attribute -> ChangeType.to(type, attribute.value());
            default -> throw Fail.cast("this XML node cannot become " + type);
        };
    }

    /** As XML. */
    public String toXml(boolean indented) {
        return new XmlText(indented).write(this);
    }

    @Override
    public String toString() {
        return toXml(true);
    }
}
