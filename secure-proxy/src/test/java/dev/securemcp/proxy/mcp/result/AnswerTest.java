package dev.securemcp.proxy.mcp.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    private static Optional<Answer> read(String message, String id) {
        return Answer.read(message.getBytes(StandardCharsets.UTF_8), id);
    }

    private static String again(Answer answer, String id, long age) {
        return new String(answer.message(id, age), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"ä \\u00e4"}]}}                | 1   | {"content":[{"type":"text","text":"ä \\u00e4"}]}
                    {"result":{ "tools" : [ ] },"id":"a b","jsonrpc":"2.0"}                                           | "a b" | { "tools" : [ ] }
                    { "id" : 7 , "jsonrpc":"2.0", "result" : {"isError":false,"resultType":"complete"} }              | 7   | {"isError":false,"resultType":"complete"}
                    {"jsonrpc":"2.0","id":"\\u0061","result":{}}                                                      | "\\u0061" | {}
                    """)
    void the_result_leaves_byte_for_byte_with_the_asking_requests_id(String message, String id, String result) {
        Answer answer = read(message, id).orElseThrow();

        assertThat(again(answer, "\"other\"", 0))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"other\",\"result\":" + result + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"x\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"isError\":true}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"isError\":\"no\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"input_required\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"inputRequests\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"requestState\":\"x\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"task\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"ttlMs\":1,\"ttlMs\":2}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}} {}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"notifications/progress\"}",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}]",
                "",
                "null"
            })
    void whatever_is_no_complete_result_for_that_id_is_not_given_again(String message) {
        assertThat(read(message, "1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 60000", "1500, 58500", "60000, 0", "99999, 0"})
    void ttlMs_leaves_with_what_is_left_of_it(long age, String left) {
        Answer answer = read(
                        "{\"id\":1,\"result\":{\"a\":{\"ttlMs\":5},\"ttlMs\": 60000 ,\"cacheScope\":\"public\",\"b\":1}}",
                        "1")
                .orElseThrow();

        assertThat(answer.ttlMillis()).isEqualTo(60_000);
        assertThat(answer.scope()).isEqualTo(Answer.Scope.PUBLIC);
        assertThat(again(answer, "2", age))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"a\":{\"ttlMs\":5},\"ttlMs\": " + left
                        + " ,\"cacheScope\":\"public\",\"b\":1}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "ttlMs":1,"cacheScope":"public"                            | PUBLIC
                    "ttlMs":1                                                  | UNSAID
                    "ttlMs":1,"cacheScope":null                                | UNSAID
                    "ttlMs":1,"a":{"cacheScope":"public"}                      | UNSAID
                    "ttlMs":1,"cacheScope":"private"                           | PRIVATE
                    "ttlMs":1,"cacheScope":"Public"                            | PRIVATE
                    "ttlMs":1,"cacheScope":""                                  | PRIVATE
                    "ttlMs":1,"cacheScope":1                                   | PRIVATE
                    "ttlMs":1,"cacheScope":"private","cacheScope":"public"     | PRIVATE
                    "ttlMs":1,"cacheScope":"public","cacheScope":"private"     | PRIVATE
                    """)
    void only_the_word_public_shares_and_any_other_forbids_it(String members, Answer.Scope scope) {
        assertThat(read("{\"id\":1,\"result\":{" + members + "}}", "1"))
                .get()
                .extracting(Answer::scope)
                .isEqualTo(scope);
    }

    @Test
    void a_life_that_is_no_whole_number_is_none() {
        assertThat(read("{\"id\":1,\"result\":{\"ttlMs\":1.5}}", "1")
                        .orElseThrow()
                        .ttlMillis())
                .isEqualTo(-1);
        assertThat(read("{\"id\":1,\"result\":{\"ttlMs\":-5}}", "1")
                        .orElseThrow()
                        .ttlMillis())
                .isZero();
    }
}
