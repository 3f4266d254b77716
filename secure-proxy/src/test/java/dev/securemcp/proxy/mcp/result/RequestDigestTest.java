package dev.securemcp.proxy.mcp.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDigestTest {

    private static String digest(String params) {
        return RequestDigest.of(("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":" + params + "}")
                        .getBytes(StandardCharsets.UTF_8))
                .map(HexFormat.of()::formatHex)
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"name":"t","arguments":{"a":1,"b":[1,2]}}       | {"arguments":{ "b":[1, 2],"a":1},"name":"t"}
                    {"name":"t","arguments":{"x":"\\u0061"}}         | {"name":"t","arguments":{"x":"a"}}
                    {"name":"t","_meta":{"progressToken":1}}         | {"name":"t","_meta":{"progressToken":2,"traceparent":"00-x"}}
                    {"name":"t","_meta":{"io.modelcontextprotocol/clientInfo":{"name":"a"}}} | {"name":"t","_meta":{}}
                    {"name":"t","_meta":{"progressToken":1}}         | {"name":"t"}
                    {"name":"t","arguments":{"x":"\\ud83d\\ude00"}}   | {"name":"t","arguments":{"x":"😀"}}
                    """)
    void requests_that_mean_the_same_are_one(String one, String other) {
        assertThat(digest(one)).isEqualTo(digest(other)).isNotEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"name":"t"}                          | {"name":"u"}
                    {"name":"t","arguments":{"a":1}}      | {"name":"t","arguments":{"a":2}}
                    {"name":"t","arguments":{"a":1}}      | {"name":"t","arguments":{"a":"1"}}
                    {"name":"t","arguments":{"a":1}}      | {"name":"t","arguments":{"a":1.0}}
                    {"name":"t","arguments":{"a":null}}   | {"name":"t","arguments":{}}
                    {"name":"t","arguments":{"a":null}}   | {"name":"t","arguments":{"a":"null"}}
                    {"name":"t","arguments":{"a":true}}   | {"name":"t","arguments":{"a":"true"}}
                    {"name":"t","arguments":{"a":[1,2]}}  | {"name":"t","arguments":{"a":[2,1]}}
                    {"name":"t","arguments":{"a":[[1],2]}} | {"name":"t","arguments":{"a":[[1,2]]}}
                    {"name":"t","arguments":{"ab":"c"}}   | {"name":"t","arguments":{"a":"bc"}}
                    {"name":"t","arguments":{"a":"b","c":"d"}} | {"name":"t","arguments":{"a":"b1:sc","d":""}}
                    {"name":"t","_meta":{"io.modelcontextprotocol/clientCapabilities":{}}} | {"name":"t","_meta":{}}
                    {"name":"t","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}} | {"name":"t"}
                    {"cursor":"a"}                        | {"cursor":"b"}
                    {"name":"t","arguments":{"a":12345678901234567890123}} | {"name":"t","arguments":{"a":12345678901234567890124}}
                    """)
    void requests_whose_results_may_differ_are_two(String one, String other) {
        assertThat(digest(one)).isNotEqualTo("none");
        assertThat(digest(other)).isNotEqualTo("none").isNotEqualTo(digest(one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"t\",\"task\":{}}",
                "{\"name\":\"t\",\"requestState\":\"x\"}",
                "{\"name\":\"t\",\"inputResponses\":{}}",
                "{\"name\":\"t\",\"arguments\":{\"a\":1,\"a\":2}}",
                "{\"name\":\"t\",\"unheard-of\":1}",
                "{\"name\":\"t\",\"arguments\":{\"url\":\"https://h/p\\ud800id=5\"}}",
                "{\"name\":\"t\",\"arguments\":{\"url\":\"https://h/p\\udc00id=5\"}}",
                "{\"name\":\"t\",\"arguments\":{\"url\":\"https://h/p\\udc00\\ud800\"}}",
                "{\"name\":\"t\",\"arguments\":{\"urls\":[\"https://h/p\\ud800\"]}}",
                "{\"name\":\"t\",\"arguments\":{\"a\\ud800\":1}}",
                "{\"name\":\"t\\ud800\"}",
                "{\"name\":\"t\",\"_meta\":{\"a\\ud800\":1}}"
            })
    void a_request_that_is_special_or_can_be_read_in_two_ways_has_none(String params) {
        assertThat(digest(params)).isEqualTo("none");
    }
}
