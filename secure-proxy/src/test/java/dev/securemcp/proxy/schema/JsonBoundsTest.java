package dev.securemcp.proxy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBoundsTest {

    private static final JsonBounds BOUNDS = new JsonBounds(3, 5, 2, 2);

    private static String check(JsonBounds bounds, String json) {
        return bounds.check(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .map(violation -> violation.path() + " " + violation.rule())
                .orElse("fits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':{'b':[1,2]}}|fits",
                "{'a':{'b':[[]]}}|/a/b/0 max-depth",
                "{'a':'12345'}|fits",
                "{'a':'123456'}|/a max-string-length",
                "{'123456':1}|/123456 max-string-length",
                "{'a':'\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9'}|fits",
                "[1,2]|fits",
                "[1,2,3]|/2 max-array-items",
                "[[],[],[]]|/2 max-array-items",
                "{'a':1,'b':2}|fits",
                "{'a':{},'b':{},'c':{}}|/c max-properties",
                "{'a':[{'x':1,'y':2,'z':3}]}|/a/0/z max-properties",
                "1e400|fits",
                "-1.5E+401|' number'",
                "{'a':1e-99999999999999999999}|/a number",
                "1e401|' number'",
            })
    void a_document_fits_or_the_first_place_that_does_not_is_told(String json, String outcome) {
        assertThat(check(BOUNDS, json)).isEqualTo(outcome);
    }

    @Test
    void without_bounds_of_its_own_a_policy_lets_every_shape_through() {
        assertThat(check(JsonBounds.NONE, "[".repeat(500) + "'" + "x".repeat(100_000) + "'" + "]".repeat(500)))
                .isEqualTo("fits");
    }
}
