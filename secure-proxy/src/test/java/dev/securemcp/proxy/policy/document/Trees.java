package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import java.util.List;
import java.util.stream.Collectors;

/** Reading and writing down trees in tests. */
final class Trees {

    private Trees() {}

    /** Reads a document that must have no faults. */
    static PolicyElement read(String xml) {
        Faults faults = new Faults();
        PolicyElement root =
                PolicyXmlReader.read("p.xml", xml, ReaderLimits.DEFAULT, faults).orElse(null);
        assertThat(faults.all()).as(xml).isEmpty();
        return root;
    }

    static PolicyDocument document(String xml) {
        return (PolicyDocument) source(xml);
    }

    static PolicySource source(String xml) {
        Faults faults = new Faults();
        PolicySource source =
                PolicyReader.read("p.xml", xml, ReaderLimits.DEFAULT, faults).orElse(null);
        assertThat(faults.all()).as(xml).isEmpty();
        return source;
    }

    /** The faults of a document, as a person sees them. */
    static List<String> faults(String xml) {
        Faults faults = new Faults();
        PolicyReader.read("p.xml", xml, ReaderLimits.DEFAULT, faults);
        return lines(faults);
    }

    static List<String> lines(Faults faults) {
        return faults.all().stream().map(Fault::toString).toList();
    }

    /** A tree without its places, in a form of its own so that nothing of the writer is needed to compare. */
    static String shape(PolicyNode node) {
        return switch (node) {
            case PolicyText text -> "'" + text.text() + "'";
            case PolicyElement element ->
                element.name()
                        + element.attributes().stream()
                                .map(a -> a.name() + "='" + a.value().text() + "'")
                                .collect(Collectors.joining(",", "[", "]"))
                        + element.children().stream().map(Trees::shape).collect(Collectors.joining(",", "(", ")"));
        };
    }
}
