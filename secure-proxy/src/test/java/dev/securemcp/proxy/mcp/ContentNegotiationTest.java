package dev.securemcp.proxy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentNegotiationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "application/json, text/event-stream             | true",
                "text/event-stream,application/json              | true",
                "APPLICATION/JSON , Text/Event-Stream            | true",
                "application/json;q=0.9, text/event-stream;q=0.1 | true",
                "application/json;charset=utf-8, text/event-stream | true",
                "application/json;x=\",;q=0\", text/event-stream | true",
                "*/*                                             | true",
                "*/*;q=0.1                                       | true",
                "application/*, text/*                           | true",
                "application/*, text/event-stream                | true",
                "application/json, */*;q=0.5                     | true",
                "application/json                                | false",
                "text/event-stream                               | false",
                "application/*                                   | false",
                "application/json;q=0, text/event-stream         | false",
                "application/json; Q=0.000, text/event-stream    | false",
                "application/json, text/event-stream;q=x         | false",
                "*/*, text/event-stream;q=0                      | false",
                "*/*, text/*;q=0                                 | false",
                "*/*;q=0                                         | false",
                "application/json, text/event-streams            | false",
                "application/jsonp, text/event-stream            | false",
                "*/json, text/event-stream                       | false",
                "json, event-stream                              | false",
                ",,;                                             | false",
            })
    void aPostTakesJsonAndAStream(String accept, boolean accepted) {
        assertThat(AcceptCheck.post(List.of(accept)).isEmpty()).isEqualTo(accepted);
        AcceptCheck.post(List.of(accept))
                .ifPresent(answer -> assertThat(answer.status()).isEqualTo(406));
    }

    @Test
    void acceptMayBeSpreadOverFieldsAndMustBeThere() {
        assertThat(AcceptCheck.post(List.of("application/json", "text/event-stream")))
                .isEmpty();
        assertThat(AcceptCheck.post(List.of()).orElseThrow().status()).isEqualTo(406);
    }

    @ParameterizedTest
    @CsvSource({"text/event-stream, true", "'*/*', true", "application/json, false", "text/event-stream;q=0, false"})
    void aGetTakesAStream(String accept, boolean accepted) {
        assertThat(AcceptCheck.stream(List.of(accept)).isEmpty()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "application/json                        | true",
                "Application/JSON                        | true",
                "application/json; charset=utf-8         | true",
                "application/json;charset=\"UTF-8\"      | true",
                "application/json ; boundary=x           | true",
                "application/json; charset=utf-16        | false",
                "application/json; charset=iso-8859-1    | false",
                "application/json; charset=              | false",
                "application/json-rpc                    | false",
                "text/plain                              | false",
                "application/x-www-form-urlencoded       | false",
                "text/plain, application/json            | false",
                "application/json, text/plain            | false",
            })
    void aBodyIsJsonInUtf8(String contentType, boolean accepted) {
        assertThat(ContentTypeCheck.post(List.of(contentType)).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void aBodyHasExactlyOneType() {
        assertThat(ContentTypeCheck.post(List.of()).orElseThrow().status()).isEqualTo(415);
        assertThat(ContentTypeCheck.post(List.of("application/json", "application/json")))
                .isPresent();
    }
}
