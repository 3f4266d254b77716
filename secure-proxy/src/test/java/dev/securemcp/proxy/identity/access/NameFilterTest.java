package dev.securemcp.proxy.identity.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.NameRules;
import dev.securemcp.proxy.config.NameRules.Patterns;
import dev.securemcp.proxy.mcp.list.ListKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of products. */
class NameFilterTest {

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "get_alerts, get_alerts, true",
        "get_alerts, get_alert, false",
        "get_alerts, Get_alerts, false",
        "get_*, get_, true",
        "get_*, get_alerts, true",
        "get_*, forget_alerts, false",
        "*_alerts, get_alerts, true",
        "*_alerts, get_alerts2, false",
        "*, '', true",
        "*, anything at all, true",
        "a*b*c, abc, true",
        "a*b*c, aXbYc, true",
        "a*b*c, acb, false",
        "a*b*b, ab, false",
        "ab*ba, aba, false",
        "ab*ba, abba, true",
        "**, x, true",
        "a.c, abc, false",
        "*a*, bab, true",
        "*a*, bb, false"
    })
    void a_star_stands_for_any_characters(String pattern, String name, boolean matches) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void what_is_denied_is_out_and_where_something_is_allowed_the_rest_is_out_too() {
        NameFilter filter = new NameFilter(new NameRules(
                new Patterns(List.of("get_*", "find"), List.of(), List.of()),
                new Patterns(List.of("get_secret*"), List.of("admin*"), List.of())));

        assertThat(filter.holds(ListKind.TOOLS, "get_alerts")).isTrue();
        assertThat(filter.holds(ListKind.TOOLS, "find")).isTrue();
        assertThat(filter.holds(ListKind.TOOLS, "get_secrets")).isFalse();
        assertThat(filter.holds(ListKind.TOOLS, "delete")).isFalse();
        assertThat(filter.holds(ListKind.PROMPTS, "anything")).isTrue();
        assertThat(filter.holds(ListKind.PROMPTS, "admin")).isFalse();
        assertThat(filter.holds(ListKind.RESOURCES, "x://y")).isTrue();
    }

    private static NameFilter resources(List<String> allow, List<String> deny) {
        return new NameFilter(
                new NameRules(new Patterns(List.of(), List.of(), allow), new Patterns(List.of(), List.of(), deny)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///public/../secret",
                "file:///public/%2e%2e/secret",
                "file:///public/.%2E/secret",
                "file:///public/./x",
                "file:///public/..",
                "file:///public/..\\secret",
                "file:///public/%2e%2e%5csecret",
                "file:///secret",
                "file:///publi%63a",
                "FILE:///secret"
            })
    void an_allowed_place_cannot_be_left_by_another_spelling(String uri) {
        assertThat(resources(List.of("file:///public/*"), List.of()).holds(ListKind.RESOURCES, uri))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file://host/secret/x",
                "FILE://HOST/secret/x",
                "file://host/s%65cret/x",
                "file://host/a/../secret/x",
                "file://host/secret/%78"
            })
    void a_denied_place_cannot_be_reached_by_another_spelling(String uri) {
        assertThat(resources(List.of(), List.of("file://host/secret/*")).holds(ListKind.RESOURCES, uri))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///public/a",
                "file:///public/a%20b",
                "file:///public/a+b",
                "file:///public/100%",
                "file:///public/a..b/c."
            })
    void what_is_allowed_is_allowed(String uri) {
        assertThat(resources(List.of("file:///public/*"), List.of()).holds(ListKind.RESOURCES, uri))
                .isTrue();
    }

    @Test
    void templates_are_taken_as_they_are_written() {
        NameFilter filter = resources(List.of("weather://{city}/*"), List.of("*secret*"));

        assertThat(filter.holds(ListKind.TEMPLATES, "weather://{city}/{day}")).isTrue();
        assertThat(filter.holds(ListKind.TEMPLATES, "weather://{city}/secret")).isFalse();
        assertThat(filter.holds(ListKind.TEMPLATES, "other://{city}")).isFalse();
    }
}
