package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import java.util.List;
import java.util.Optional;

/**
 * Turns documents and fragments from one notation into the other ({@code secure-proxy convert}). Comments are lost, and so
 * are white space around expressions and tabs that indent them; everything else means the same afterwards.
 */
public final class PolicyConverter {

    private final ReaderLimits limits;
    private final Faults faults;

    public PolicyConverter(ReaderLimits limits, Faults faults) {
        this.limits = limits;
        this.faults = faults;
    }

    /** XML to YAML; empty after faults. */
    public Optional<String> toYaml(String file, String xml) {
        return sound(PolicyXmlReader.read(file, xml, limits, faults)).map(PolicyYamlWriter::write);
    }

    /** YAML to XML; empty after faults. */
    public Optional<String> toXml(String file, String yaml) {
        return sound(PolicyYamlReader.root(file, yaml, limits, faults)).map(PolicyXmlWriter::write);
    }

    private Optional<PolicyElement> sound(Optional<PolicyElement> root) {
        return root.filter(element -> DocumentShape.of(element, faults).isPresent() && !faults.failed())
                .map(PolicyConverter::tidy);
    }

    /** White space around an expression is only layout. */
    private static PolicyElement tidy(PolicyElement element) {
        List<PolicyAttribute> attributes = element.attributes().stream()
                .map(a -> new PolicyAttribute(a.name(), a.position(), tidy(a.value())))
                .toList();
        List<PolicyNode> children = element.children().stream()
                .map(child -> switch (child) {
                    case PolicyText text -> element.children().size() == 1 ? tidy(text) : text;
                    case PolicyElement inner -> tidy(inner);
                })
                .toList();
        return new PolicyElement(element.name(), element.position(), attributes, children, element.fragment());
    }

    private static PolicyText tidy(PolicyText text) {
        PolicyText stripped = text.strip();
        return ExpressionEnd.isWhole(stripped.text())
                ? PolicyText.of(ExpressionEnd.withoutTabs(stripped.text()), stripped.position())
                : text;
    }
}
