package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.w3c.dom.Text;
import org.xml.sax.InputSource;

/** Whatever a strict parser accepts means the same to ours, but for line ends in attributes and layout between elements. */
class StrictParserPropertyTest {

    private static final int DOCUMENTS_PER_SEED = 200;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void random_documents_mean_the_same(long seed) throws Exception {
        DocumentBuilder strict = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < DOCUMENTS_PER_SEED; i++) {
            String xml = new RandomXml(random).document();
            Element expected =
                    strict.parse(new InputSource(new StringReader(xml))).getDocumentElement();
            assertThat(oursWithoutLineEnds(Trees.read(xml))).as(xml).isEqualTo(strict(expected));
        }
    }

    private static String oursWithoutLineEnds(PolicyElement element) {
        List<String> attributes = new ArrayList<>();
        for (PolicyAttribute attribute : element.attributes()) {
            attributes.add(attribute.name() + "=" + attribute.value().text().replace('\n', ' '));
        }
        attributes.sort(null);
        List<String> children = new ArrayList<>();
        for (PolicyNode child : element.children()) {
            children.add(
                    switch (child) {
                        case PolicyText text -> "'" + text.text() + "'";
                        case PolicyElement inner -> oursWithoutLineEnds(inner);
                    });
        }
        return element.name() + attributes + children;
    }

    private static String strict(Element element) {
        List<String> attributes = new ArrayList<>();
        NamedNodeMap map = element.getAttributes();
        for (int i = 0; i < map.getLength(); i++) {
            attributes.add(
                    map.item(i).getNodeName() + "=" + map.item(i).getNodeValue().replace('\n', ' '));
        }
        attributes.sort(null);
        List<String> children = new ArrayList<>();
        boolean elements = false;
        boolean texts = false;
        StringBuilder pending = new StringBuilder();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i <= nodes.getLength(); i++) {
            Node node = i < nodes.getLength() ? nodes.item(i) : null;
            if (node instanceof Text text) {
                pending.append(text.getData());
            } else if (node == null || node instanceof Element) {
                if (!pending.isEmpty()) {
                    texts |= !isSpace(pending);
                    children.add("'" + pending + "'");
                    pending.setLength(0);
                }
                if (node instanceof Element inner) {
                    elements = true;
                    children.add(strict(inner));
                }
            }
        }
        if (elements && !texts) {
            children.removeIf(child -> child.startsWith("'"));
        }
        return element.getNodeName() + attributes + children;
    }

    private static boolean isSpace(CharSequence text) {
        return text.chars().allMatch(XmlNames::isSpace);
    }
}
