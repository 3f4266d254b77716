package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.value.XElement;
import dev.securemcp.proxy.expression.value.XNode;
import dev.securemcp.proxy.expression.value.XText;
import io.quarkus.runtime.annotations.RegisterResourceBundle;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML: no document types, no entities of their own, nothing external, bounded depth. */
// The parser looks the words for what it refuses up by name, and fails on its way to the refusal where they are not in
// the image.
@RegisterResourceBundle(bundleName = "com.sun.org.apache.xerces.internal.impl.msg.XMLMessages", moduleName = "java.xml")
final class Xml {

    private static final int MAX_DEPTH = 200;
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private Xml() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are not read");
        });
        return factory;
    }

    /** The root element. */
    static XElement element(Evaluation e, String text) {
        XElement document = document(e, text);
        XElement root = (XElement) document.elements(null).getFirst();
        document.removeNode(root);
        return root;
    }

    /** A document: an element without a name that holds the root. */
    static XElement document(Evaluation e, String text) {
        if (text == null) {
            throw Fail.of("ArgumentNullException", "there is no XML to parse: the text is null");
        }
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
            try {
                return read(e, reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException x) {
            String place = x.getLocation() == null
                    ? ""
                    : " at line " + x.getLocation().getLineNumber() + ", column "
                            + x.getLocation().getColumnNumber();
            throw Fail.of("XmlException", "this is not XML that can be read here" + place);
        }
    }

    private static XElement read(Evaluation e, XMLStreamReader reader) throws XMLStreamException {
        XElement document = new XElement(null);
        XElement at = document;
        int depth = 0;
        while (reader.hasNext()) {
            e.step();
            switch (reader.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw Fail.of("XmlException", "the XML is nested more than " + MAX_DEPTH + " deep");
                    }
                    XElement element = start(reader);
                    at.add(element);
                    at = element;
                }
                case XMLStreamReader.END_ELEMENT -> {
                    depth--;
                    trim(at);
                    at = at.parent();
                }
                case XMLStreamReader.CHARACTERS, XMLStreamReader.SPACE -> text(at, XText.Kind.TEXT, reader.getText());
                case XMLStreamReader.CDATA -> text(at, XText.Kind.CDATA, reader.getText());
                case XMLStreamReader.COMMENT -> text(at, XText.Kind.COMMENT, reader.getText());
                case XMLStreamReader.DTD -> throw Fail.of("XmlException", "a document type is not allowed");
                case XMLStreamReader.ENTITY_REFERENCE ->
                    throw Fail.of("XmlException", "entities other than the five of XML are not allowed");
                default -> {}
            }
        }
        return document;
    }

    private static void text(XElement at, XText.Kind kind, String text) {
        if (at.name() != null || kind == XText.Kind.COMMENT) {
            at.add(new XText(kind, text));
        }
    }

    /** Blanks between elements mean nothing, as long as there is no other text. */
    private static void trim(XElement element) {
        boolean elements = element.nodes().stream().anyMatch(XElement.class::isInstance);
        boolean text = element.nodes().stream()
                .anyMatch(n -> n instanceof XText t
                        && t.kind() != XText.Kind.COMMENT
                        && !t.value().isBlank());
        if (elements && !text) {
            element.nodes().stream()
                    .filter(n -> n instanceof XText t && t.kind() == XText.Kind.TEXT)
                    .toList()
                    .forEach(element::removeNode);
        }
    }

    private static XElement start(XMLStreamReader reader) {
        XElement element = new XElement(new XNode.Name(none(reader.getNamespaceURI()), reader.getLocalName()));
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = reader.getNamespacePrefix(i);
            XNode.Name name =
                    prefix == null || prefix.isEmpty() ? new XNode.Name("", "xmlns") : new XNode.Name(XMLNS, prefix);
            element.setAttribute(name, none(reader.getNamespaceURI(i)));
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.setAttribute(
                    new XNode.Name(none(reader.getAttributeNamespace(i)), reader.getAttributeLocalName(i)),
                    reader.getAttributeValue(i));
        }
        return element;
    }

    private static String none(String text) {
        return text == null ? "" : text;
    }
}
