package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Sequences;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.EnumValue;
import dev.securemcp.proxy.expression.value.XAttribute;
import dev.securemcp.proxy.expression.value.XElement;
import dev.securemcp.proxy.expression.value.XNode;
import dev.securemcp.proxy.expression.value.XText;
import java.util.ArrayList;
import java.util.List;

/** {@code System.Xml.Linq}: documents, elements, attributes, names. A document is an element without a name. */
final class XmlTypes {

    private XmlTypes() {}

    static void define(TypeTable table) {
        table.<XNode>reference("XNode", XNode.class, NONE, m -> {
            m.property("XElement Parent", (e, n) -> named(n.parent()));
            m.method("string ToString()", (e, n) -> e.text(n.toXml(true)));
            m.method(
                    "string ToString(SaveOptions options)",
                    (e, n, o) -> e.text(n.toXml((((EnumValue) o).number() & 1) == 0)));
            m.method("void Remove()", (e, n) -> {
                n.parent().removeNode(n);
                return null;
            });
        });
        table.<XElement>reference("XContainer", null, List.of("XNode"), XmlTypes::container);
        table.<XElement>reference("XElement", XElement.class, List.of("XContainer"), XmlTypes::element);
        table.<XElement>reference("XDocument", null, List.of("XContainer"), m -> {
            m.property(
                    "XElement Root",
                    (e, d) -> d.elements(null).stream().findFirst().orElse(null));
            m.staticMethod("XDocument Parse(string text)", (e, t) -> Xml.document(e, str(t)));
            m.constructor(
                    "(params object[] content)", (e, content) -> filled(e, new XElement(null), (Object[]) content));
        });
        table.<XText>reference("XText", XText.class, List.of("XNode"), m -> {
            m.constructor("(string value)", (e, v) -> new XText(XText.Kind.TEXT, str(v)));
            m.property("string Value", (e, t) -> t.value());
        });
        table.<XText>reference(
                "XCData",
                null,
                List.of("XText"),
                m -> m.constructor("(string value)", (e, v) -> new XText(XText.Kind.CDATA, str(v))));
        table.<XText>reference(
                "XComment",
                null,
                List.of("XNode"),
                m -> m.constructor("(string value)", (e, v) -> new XText(XText.Kind.COMMENT, str(v))));
        table.<XAttribute>reference("XAttribute", XAttribute.class, NONE, m -> {
            m.constructor("(XName name, object value)", (e, n, v) -> new XAttribute((XNode.Name) n, Text.of(v)));
            m.property("XName Name", (e, a) -> a.name());
            m.property("string Value", (e, a) -> a.value(), (e, a, v) -> {
                a.set(str(v));
                return null;
            });
            m.method("void SetValue(object value)", (e, a, v) -> {
                a.set(Text.of(v));
                return null;
            });
            m.method("string ToString()", (e, a) -> a.toString());
        });
        table.<XNode.Name>reference("XName", XNode.Name.class, NONE, m -> {
            m.property("string LocalName", (e, n) -> n.local());
            m.property("string NamespaceName", (e, n) -> n.namespace());
            m.property("XNamespace Namespace", (e, n) -> new XNode.Namespace(n.namespace()));
            m.staticMethod("XName Get(string expandedName)", (e, n) -> XNode.Name.parse(str(n)));
            m.staticMethod(
                    "XName Get(string localName, string namespaceName)", (e, n, ns) -> new XNode.Name(str(ns), str(n)));
            m.method("string ToString()", (e, n) -> n.toString());
        });
        table.<XNode.Namespace>reference("XNamespace", XNode.Namespace.class, NONE, m -> {
            m.property("string NamespaceName", (e, n) -> n.uri());
            m.constant("XNamespace None", new XNode.Namespace(""));
            m.constant("XNamespace Xmlns", new XNode.Namespace("http://www.w3.org/2000/xmlns/"));
            m.staticMethod("XNamespace Get(string namespaceName)", (e, n) -> new XNode.Namespace(str(n)));
            m.method("XName GetName(string localName)", (e, n, local) -> new XNode.Name(n.uri(), str(local)));
            m.method("string ToString()", (e, n) -> n.uri());
        });
    }

    private static XElement named(XElement element) {
        return element == null || element.name() == null ? null : element;
    }

    private static void container(Members<XElement> m) {
        m.method(
                "XElement Element(XName name)",
                (e, x, n) -> x.elements((XNode.Name) n).stream().findFirst().orElse(null));
        m.method("IEnumerable<XElement> Elements()", (e, x) -> e.collection(x.elements(null)));
        m.method("IEnumerable<XElement> Elements(XName name)", (e, x, n) -> e.collection(x.elements((XNode.Name) n)));
        m.method("IEnumerable<XElement> Descendants()", (e, x) -> descendants(e, x, null));
        m.method("IEnumerable<XElement> Descendants(XName name)", (e, x, n) -> descendants(e, x, n));
        m.method("IEnumerable<XNode> Nodes()", (e, x) -> new ArrayList<Object>(x.nodes()));
        m.method("void Add(params object[] content)", (e, x, content) -> {
            filled(e, x, (Object[]) content);
            return null;
        });
        m.method("void RemoveNodes()", (e, x) -> {
            x.removeNodes();
            return null;
        });
        m.property("XNode FirstNode", (e, x) -> x.nodes().stream().findFirst().orElse(null));
        m.property(
                "XNode LastNode",
                (e, x) -> x.nodes().isEmpty() ? null : x.nodes().getLast());
    }

    private static List<Object> descendants(Evaluation e, XElement element, Object name) {
        List<Object> found = new ArrayList<>();
        element.descendants((XNode.Name) name, found);
        return e.collection(found);
    }

    private static void element(Members<XElement> m) {
        m.constructor("(XName name)", (e, n) -> new XElement((XNode.Name) n));
        m.constructor(
                "(XName name, params object[] content)",
                (e, n, content) -> filled(e, new XElement((XNode.Name) n), (Object[]) content));
        m.staticMethod("XElement Parse(string text)", (e, t) -> Xml.element(e, str(t)));
        m.property("XName Name", (e, x) -> x.name(), (e, x, n) -> {
            x.rename((XNode.Name) n);
            return null;
        });
        m.property("string Value", (e, x) -> e.text(x.value()), (e, x, v) -> {
            x.removeNodes();
            x.add(new XText(XText.Kind.TEXT, str(v)));
            return null;
        });
        m.property("bool HasElements", (e, x) -> !x.elements(null).isEmpty());
        m.property("bool HasAttributes", (e, x) -> !x.attributes().isEmpty());
        m.property("bool IsEmpty", (e, x) -> x.nodes().isEmpty());
        m.method("XAttribute Attribute(XName name)", (e, x, n) -> x.attribute((XNode.Name) n));
        m.method("IEnumerable<XAttribute> Attributes()", (e, x) -> new ArrayList<Object>(x.attributes()));
        m.method("void SetAttributeValue(XName name, object value)", (e, x, n, v) -> {
            x.setAttribute((XNode.Name) n, v == null ? null : Text.of(v));
            return null;
        });
        m.method("void SetElementValue(XName name, object value)", (e, x, n, v) -> {
            XElement child =
                    (XElement) x.elements((XNode.Name) n).stream().findFirst().orElse(null);
            if (child != null) {
                x.removeNode(child);
            }
            if (v != null) {
                filled(e, x, new Object[] {filled(e, new XElement((XNode.Name) n), new Object[] {v})});
            }
            return null;
        });
        m.method("void SetValue(object value)", (e, x, v) -> {
            x.removeNodes();
            x.add(new XText(XText.Kind.TEXT, Text.of(v)));
            return null;
        });
        m.method("void RemoveAttributes()", (e, x) -> {
            x.attributes().forEach(a -> x.setAttribute(a.name(), null));
            return null;
        });
        m.method(
                "XNamespace GetDefaultNamespace()",
                (e, x) -> new XNode.Namespace(x.name().namespace()));
    }

    /** Adds nodes, attributes, sequences of them, and anything else as text. */
    private static XElement filled(Evaluation e, XElement element, Object[] content) {
        for (Object each : content) {
            e.step();
            e.size(element.nodes().size() + 1L);
            switch (each) {
                case null -> {}
                case XNode node -> {
                    for (XElement at = element; at != null; at = at.parent()) {
                        if (at == node) {
                            throw Fail.operation("an element cannot be put into itself");
                        }
                    }
                    e.steps(node instanceof XElement inner ? inner.size() : 1); // it may be copied
                    element.add(node);
                }
                case XAttribute attribute -> element.setAttribute(attribute.name(), attribute.value());
                case Object sequence
                when Sequences.isSequence(sequence) && !(sequence instanceof String) ->
                    filled(e, element, Sequences.of(sequence).toArray());
                default -> element.add(new XText(XText.Kind.TEXT, Text.of(each)));
            }
        }
        return element;
    }
}
