package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.config.Faults;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectivePolicyTest {

    private static ScopedDocument scoped(Scope scope, String section, String elements) {
        String xml = elements == null
                ? "<policies/>"
                : "<policies><" + section + ">" + elements + "</" + section + "></policies>";
        return new ScopedDocument(scope, scope.word(), Trees.document(xml));
    }

    private static List<String> names(EffectivePolicy policy, Section section) {
        return policy.section(section).stream().map(p -> p.element().name()).toList();
    }

    @Test
    void alone_the_built_in_document_forwards() {
        EffectivePolicy policy = EffectivePolicy.of(List.of());
        assertThat(names(policy, Section.BACKEND)).containsExactly("forward-request");
        assertThat(policy.section(Section.BACKEND).get(0).scope()).isEqualTo(Scope.GLOBAL);
        assertThat(policy.section(Section.BACKEND).get(0).origin()).hasToString("built-in");
        assertThat(policy.section(Section.INBOUND)).isEmpty();
        assertThat(policy.section(Section.OUTBOUND)).isEmpty();
        assertThat(policy.section(Section.ON_ERROR)).isEmpty();
    }

    /** `-` is an absent section, `0` an empty one, `^` is base. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            g, p, s, t, t
            g, p, s, ^t, s t
            g, p, s^, ^t, s p t
            g, ^p, ^s, ^t, g p s t
            g, p^, s^, t^, t s p g
            g, -, ^s, -, g s
            g, -, -, -, g
            -, -, -, -, ''
            g, 0, -, -, ''
            g, 0, ^s, -, s
            g, a^b, c^d, e^f, e c a g b d f
            ^g, ^, ^, ^, g
            """)
    void sections_flatten(String global, String product, String server, String tool, String expected) {
        List<ScopedDocument> chain = new ArrayList<>();
        Iterator<String> sections = List.of(global, product, server, tool).iterator();
        for (Scope scope : Scope.values()) {
            String written = sections.next();
            String xml = written.equals("-") ? null : written.replace("0", "").replaceAll("([a-z])", "<$1/>");
            chain.add(scoped(scope, "inbound", xml == null ? null : xml.replace("^", "<base/>")));
        }
        assertThat(String.join(" ", names(EffectivePolicy.of(chain), Section.INBOUND)))
                .isEqualTo(expected);
    }

    @Test
    void a_backend_section_that_does_not_forward_does_not_forward() {
        assertThat(EffectivePolicy.of(List.of(scoped(Scope.API, "backend", ""))).section(Section.BACKEND))
                .isEmpty();
        assertThat(names(EffectivePolicy.of(List.of(scoped(Scope.API, "backend", "<base/>"))), Section.BACKEND))
                .containsExactly("forward-request");
    }

    @Test
    void each_element_knows_scope_and_origin() {
        Faults faults = new Faults();
        FragmentDocument audit = (FragmentDocument) Trees.source("<fragment><trace source='a'/></fragment>");
        PolicyPreparer preparer = preparer(Map.of("audit", audit), faults);
        PolicyDocument document = preparer.prepare(
                Trees.document(
                        "<policies><inbound><include-fragment fragment-id='audit'/><base/></inbound></policies>"),
                Scope.API);
        assertThat(faults.all()).isEmpty();
        EffectivePolicy policy = EffectivePolicy.of(List.of(
                scoped(Scope.GLOBAL, "inbound", "<trace/>"), new ScopedDocument(Scope.API, "server w", document)));
        assertThat(policy.section(Section.INBOUND))
                .extracting(p -> p.scope().id() + " " + p.origin())
                .containsExactly("api server w, fragment audit", "global global");
    }

    @Test
    void the_order_of_scopes_is_checked() {
        assertThatThrownBy(() -> EffectivePolicy.of(
                        List.of(scoped(Scope.API, "inbound", ""), scoped(Scope.GLOBAL, "inbound", ""))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PolicyPreparer preparer(Map<String, FragmentDocument> fragments, Faults faults) {
        NamedValueSource names = NamedValueSource.of(Map.of(
                "weather-api-key", new NamedValue("s3cret", true), "Audience", new NamedValue("api://weather", false)));
        return new PolicyPreparer(
                new PolicyPreparer.Settings(names, name -> true, false, false, ReaderLimits.DEFAULT),
                fragments,
                faults);
    }

    @Test
    void explain_shows_where_everything_came_from_and_no_secret() {
        Faults faults = new Faults();
        PolicyPreparer preparer = preparer(Map.of("audit", (FragmentDocument) read("audit.xml", faults)), faults);
        List<ScopedDocument> chain = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            PolicyDocument document = (PolicyDocument) read(scope.word() + ".xml", faults);
            chain.add(new ScopedDocument(
                    scope, scope == Scope.GLOBAL ? "global" : scope.word() + " x", preparer.prepare(document, scope)));
        }
        assertThat(Trees.lines(faults)).isEmpty();
        String explained = EffectivePolicy.of(chain).explain();
        assertThat(explained).doesNotContain("s3cret");
        Golden.check(Golden.file("effective/effective.txt"), explained);
        // What is shown is itself a document that can be read.
        assertThat(Trees.document(explained).sections()).hasSize(4);
    }

    private static PolicySource read(String name, Faults faults) {
        assertThat(Files.exists(Golden.file("effective/" + name))).isTrue();
        return PolicyReader.readFile(Golden.file("effective/" + name), name, ReaderLimits.DEFAULT, faults)
                .orElseThrow();
    }
}
