package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementRulesTest {

    private final Faults faults = new Faults();

    private PolicyDocument check(String xml, Scope scope, boolean allowUnsupported) {
        return new ElementChecker(name -> !name.equals("emit-metric"), allowUnsupported, faults)
                .check(Trees.document(xml), scope);
    }

    private static String letters(String name) {
        return ElementRules.of(name).orElseThrow().sections().stream()
                .sorted()
                .map(section ->
                        section == Section.ON_ERROR ? "E" : section.name().substring(0, 1))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource({
        "base, IBOE",
        "choose, IBOE",
        "set-variable, IBOE",
        "include-fragment, IBOE",
        "set-header, IBOE",
        "set-status, IBOE",
        "find-and-replace, IBOE",
        "return-response, IBOE",
        "retry, IBOE",
        "limit-concurrency, IBOE",
        "send-request, IBOE",
        "send-one-way-request, IBOE",
        "cache-lookup-value, IBOE",
        "cache-store-value, IBOE",
        "cache-remove-value, IBOE",
        "emit-metric, IBOE",
        "log-to-eventhub, IBOE",
        "trace, IBOE",
        "set-body, IBO",
        "wait, IBO",
        "mock-response, IOE",
        "validate-content, IOE",
        "set-method, IE",
        "set-backend-service, IB",
        "set-query-parameter, IB",
        "check-header, I",
        "validate-jwt, I",
        "validate-azure-ad-token, I",
        "rate-limit, I",
        "rate-limit-by-key, I",
        "quota, I",
        "quota-by-key, I",
        "ip-filter, I",
        "cors, I",
        "rewrite-uri, I",
        "cache-lookup, I",
        "authentication-basic, I",
        "authentication-certificate, I",
        "authentication-managed-identity, I",
        "get-authorization-context, I",
        "forward-request, B",
        "cache-store, O"
    })
    void the_sections_of(String name, String expected) {
        assertThat(letters(name)).isEqualTo(expected);
    }

    @Test
    void the_table_is_complete_and_without_overlap() {
        assertThat(ElementRules.names()).hasSize(42).doesNotContainAnyElementsOf(ElementRules.unsupported());
    }

    @ParameterizedTest
    @EnumSource(Section.class)
    void every_element_is_accepted_where_it_may_stand_and_refused_elsewhere(Section section) {
        for (String name : ElementRules.names()) {
            Faults own = new Faults();
            String xml = "<policies><" + section.id() + "><" + name + "/></" + section.id() + "></policies>";
            new ElementChecker(n -> true, false, own).check(Trees.document(xml), Scope.PRODUCT);
            if (ElementRules.of(name).orElseThrow().sections().contains(section)) {
                assertThat(Trees.lines(own)).as(name).isEmpty();
            } else {
                assertThat(Trees.lines(own))
                        .singleElement()
                        .asString()
                        .contains("`" + name + "` is not allowed in " + section.id() + "; it may stand in ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate-client-certificate",
                "validate-parameters",
                "validate-headers",
                "validate-status-code",
                "validate-graphql-request",
                "validate-odata-request",
                "proxy",
                "json-to-xml",
                "xml-to-json",
                "redirect-content-urls",
                "xsl-transform",
                "cross-domain",
                "jsonp",
                "publish-to-dapr",
                "invoke-dapr-binding",
                "send-service-bus-message",
                "http-data-source",
                "sql-data-source",
                "cosmosdb-data-source",
                "publish-event",
                "llm-token-limit",
                "llm-content-safety",
                "llm-emit-token-metric",
                "llm-semantic-cache-lookup",
                "llm-semantic-cache-store",
                "azure-openai-token-limit",
                "azure-openai-emit-token-metric",
                "azure-openai-semantic-cache-lookup",
                "azure-openai-semantic-cache-store"
            })
    void elements_of_the_reference_that_are_not_here_are_named(String name) {
        String xml =
                "<policies><outbound><choose><otherwise><" + name + "/></otherwise></choose></outbound></policies>";
        check(xml, Scope.API, false);
        assertThat(Trees.lines(faults))
                .singleElement()
                .asString()
                .contains("`" + name + "` is an element of API Management that this gateway does not support; ");
    }

    @Test
    void what_is_not_supported_may_be_left_out() {
        PolicyDocument left = check(
                "<policies><inbound><llm-token-limit/><choose><otherwise><jsonp/><trace/></otherwise></choose>"
                        + "</inbound></policies>",
                Scope.API,
                true);
        assertThat(faults.failed()).isFalse();
        assertThat(Trees.lines(faults)).hasSize(2).allMatch(line -> line.contains("warning: "));
        assertThat(left.section(Section.INBOUND).orElseThrow())
                .extracting(Trees::shape)
                .containsExactly("choose[](otherwise[](trace[]()))");
    }

    @Test
    void what_a_later_version_brings_and_what_decides_about_access_may_not_be_left_out() {
        check("<policies><inbound><emit-metric/><validate-client-certificate/></inbound></policies>", Scope.API, true);
        assertThat(Trees.lines(faults)).hasSize(2).noneMatch(line -> line.contains("warning: "));
    }

    @Test
    void unknown_elements_may_not_be_left_out() {
        check("<policies><inbound><set-haeder/></inbound></policies>", Scope.API, true);
        assertThat(Trees.lines(faults))
                .containsExactly(
                        "p.xml:1:20: inbound/set-haeder: unknown element `set-haeder`; did you mean `set-header`?");
    }

    @Test
    void what_comes_later_says_so() {
        check("<policies><inbound><emit-metric/></inbound></policies>", Scope.API, false);
        assertThat(Trees.lines(faults))
                .containsExactly("p.xml:1:20: inbound/emit-metric: `emit-metric` is not supported by this version yet; "
                        + "it comes with a later one");
    }

    @ParameterizedTest
    @CsvSource({
        "rate-limit, GLOBAL, false", "rate-limit, PRODUCT, true", "rate-limit, API, true",
                "rate-limit, OPERATION, true",
        "quota, GLOBAL, false", "quota, PRODUCT, true", "quota, API, false", "quota, OPERATION, false",
        "check-header, GLOBAL, true", "rate-limit-by-key, GLOBAL, true"
    })
    void the_scopes_of(String name, Scope scope, boolean allowed) {
        check("<policies><inbound><" + name + "/></inbound></policies>", scope, false);
        assertThat(faults.failed()).isEqualTo(!allowed);
    }

    @Test
    void a_file_checked_alone_has_no_scope() {
        check("<policies><inbound><quota/><rate-limit/></inbound></policies>", null, false);
        assertThat(faults.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-request", "send-one-way-request", "return-response", "set-body"})
    void the_inside_of_these_is_their_own(String name) {
        check(
                "<policies><outbound><" + name + "><forward-request/><x/></" + name + "></outbound></policies>",
                Scope.API,
                false);
        assertThat(faults.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "limit-concurrency", "wait"})
    void the_inside_of_these_are_policies(String name) {
        check(
                "<policies><outbound><" + name + "><choose><when><x/></when></choose></" + name
                        + "></outbound></policies>",
                Scope.API,
                false);
        assertThat(Trees.lines(faults)).singleElement().asString().contains("unknown element `x`");
    }

    @Test
    void cors_once_per_section_and_rate_limit_once_per_document_counted_through_fragments() {
        FragmentDocument fragment = (FragmentDocument) Trees.source("<fragment><rate-limit/><cors/></fragment>");
        PolicyPreparer preparer = new PolicyPreparer(
                new PolicyPreparer.Settings(
                        NamedValueSource.of(Map.of()), n -> true, false, false, ReaderLimits.DEFAULT),
                Map.of("f", fragment),
                faults);
        preparer.prepare(
                Trees.document("<policies><inbound><cors/><include-fragment fragment-id='f'/></inbound>"
                        + "<outbound><include-fragment fragment-id='f'/></outbound></policies>"),
                Scope.API);
        List<String> lines = new ArrayList<>(Trees.lines(faults));
        assertThat(lines)
                .containsExactly(
                        "p.xml:1:24: inbound/cors: found a second `cors` in inbound, expected at most one; the first is at "
                                + "p.xml:1:20",
                        "p.xml:1:11: outbound/rate-limit: `rate-limit` is not allowed in outbound; it may stand in inbound",
                        "p.xml:1:24: outbound/cors: `cors` is not allowed in outbound; it may stand in inbound");
    }

    @Test
    void a_fragment_file_is_checked_alone() {
        FragmentDocument fragment = (FragmentDocument)
                Trees.source("<fragment><forward-request/><cache-store/><x/><base/><trace source='{{n}}'/></fragment>");
        PolicyPreparer preparer = new PolicyPreparer(
                new PolicyPreparer.Settings(
                        NamedValueSource.of(Map.of()), n -> true, true, false, ReaderLimits.DEFAULT),
                Map.of(),
                faults);
        assertThat(preparer.prepare(fragment).elements())
                .extracting(PolicyElement::name)
                .containsExactly("forward-request", "cache-store", "trace");
        assertThat(Trees.lines(faults))
                .containsExactly(
                        "p.xml:1:47: fragment/base: found `<base/>` in a fragment, expected policy elements; "
                                + "put `<base/>` into the document that includes it",
                        "p.xml:1:43: fragment/x: unknown element `x`");
    }

    @Test
    void fragments_cannot_fill_the_memory() {
        FragmentDocument fragment =
                (FragmentDocument) Trees.source("<fragment>" + "<trace/>".repeat(15_000) + "</fragment>");
        PolicyFragments fragments = new PolicyFragments(Map.of("f", fragment), false, ReaderLimits.DEFAULT, faults);
        fragments.expand(Trees.document(
                "<policies><inbound>" + "<include-fragment fragment-id='f'/>".repeat(1000) + "</inbound></policies>"));
        assertThat(Trees.lines(faults))
                .containsExactly("p.xml:1:55: inbound/include-fragment: with its fragments this document has more than "
                        + "20000 elements; include fewer fragments");
    }
}
