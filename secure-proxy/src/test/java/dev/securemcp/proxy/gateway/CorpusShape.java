package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.policy.PolicyRegistry;
import dev.securemcp.proxy.policy.document.EffectivePolicy;
import dev.securemcp.proxy.policy.document.FragmentDocument;
import dev.securemcp.proxy.policy.document.NamedValueSource;
import dev.securemcp.proxy.policy.document.Placed;
import dev.securemcp.proxy.policy.document.PolicyDocument;
import dev.securemcp.proxy.policy.document.PolicyElement;
import dev.securemcp.proxy.policy.document.PolicyNode;
import dev.securemcp.proxy.policy.document.PolicyPreparer;
import dev.securemcp.proxy.policy.document.PolicyReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.document.ReaderLimits;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.ScopedDocument;
import dev.securemcp.proxy.policy.document.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a document comes to, written down without its places: two notations of one policy have the same. */
final class CorpusShape {

    private CorpusShape() {}

    /** @param file an existing document; its name tells the notation */
    static String effective(Path file) {
        Faults faults = new Faults();
        PolicyPreparer preparer = new PolicyPreparer(
                new PolicyPreparer.Settings(
                        NamedValueSource.of(Map.of()), PolicyRegistry::implemented, true, false, ReaderLimits.DEFAULT),
                Map.of(),
                faults);
        String shape =
                switch (PolicyReader.readFile(file, file.toString(), ReaderLimits.DEFAULT, faults)
                        .orElseThrow(() -> new AssertionError(faults.all().toString()))) {
                    case FragmentDocument fragment ->
                        elements(preparer.prepare(fragment).elements());
                    case PolicyDocument document ->
                        sections(EffectivePolicy.of(
                                List.of(new ScopedDocument(Scope.API, "server", preparer.prepare(document)))));
                };
        assertThat(faults.failed()).as(faults.all().toString()).isFalse();
        return shape;
    }

    private static String sections(EffectivePolicy policy) {
        StringBuilder shape = new StringBuilder();
        for (Section section : Section.values()) {
            shape.append(section.id())
                    .append(":\n")
                    .append(elements(policy.section(section).stream()
                            .map(Placed::element)
                            .toList()));
        }
        return shape.toString();
    }

    private static String elements(List<PolicyElement> elements) {
        return elements.stream().map(CorpusShape::shape).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String shape(PolicyNode node) {
        return switch (node) {
            case PolicyText text -> tidy(text.text());
            case PolicyElement element ->
                "<" + element.name()
                        + element.attributes().stream()
                                .map(a -> " " + a.name() + "=" + tidy(a.value().text()))
                                .collect(Collectors.joining())
                        + ">"
                        + element.children().stream().map(CorpusShape::shape).collect(Collectors.joining("|"))
                        + "</>";
        };
    }

    /** White space around an expression, and tabs that indent one, are layout. */
    private static String tidy(String text) {
        String bare = text.strip();
        return bare.startsWith("@(") || bare.startsWith("@{") ? bare.replaceAll("(?m)^[ \t]+", "") : text;
    }
}
