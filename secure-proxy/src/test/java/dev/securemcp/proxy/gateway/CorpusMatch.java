package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.gateway.CorpusDocument.Expect;
import dev.securemcp.proxy.gateway.CorpusDocument.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a case expects, held against what was seen. */
final class CorpusMatch {

    private CorpusMatch() {}

    /** The client's side. */
    static void response(Expect expect, WireMessage answer) {
        String said = answer.head().raw() + answer.text();
        assertThat(expect.status()).as("a case expects a status").isNotNull();
        assertThat(answer.status()).as("status of\n%s", said).isEqualTo(expect.status());
        message(expect.headers(), expect.body(), expect.json(), answer);
        if (expect.reason() != null) {
            text(expect.reason(), tree(answer).path("error").path("data").path("reason"), "reason of\n" + said);
        }
        if (expect.message() != null) {
            text(expect.message(), tree(answer).path("error").path("message"), "message of\n" + said);
        }
    }

    /** A stub's side. */
    static void requests(String stub, List<Received> expected, List<WireMessage> seen) {
        List<String> lines = seen.stream()
                .map(request -> request.head().raw() + request.text())
                .toList();
        assertThat(lines).as("requests to the %s", stub).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            Received want = expected.get(i);
            WireMessage request = seen.get(i);
            if (want.to() != null) {
                String to = request.head().startLine().replace(" HTTP/1.1", "");
                text(want.to(), CorpusDocument.MAPPER.getNodeFactory().textNode(to), "request " + (i + 1));
            }
            message(want.headers(), want.body(), want.json(), request);
        }
    }

    private static void message(Map<String, JsonNode> headers, String body, JsonNode json, WireMessage message) {
        String said = message.head().raw() + message.text();
        if (headers != null) {
            headers.forEach((name, value) -> header(name, value, message, said));
        }
        if (body != null) {
            text(body, CorpusDocument.MAPPER.getNodeFactory().textNode(message.text()), "body of\n" + said);
        }
        if (json != null) {
            json(json, tree(message), "$", said);
        }
    }

    private static void header(String name, JsonNode expected, WireMessage message, String said) {
        List<String> actual = message.head().all(name);
        if (expected.isNull()) {
            assertThat(actual).as("%s of\n%s", name, said).isEmpty();
        } else if (expected.isArray()) {
            List<String> all = new ArrayList<>();
            expected.forEach(value -> all.add(value.asText()));
            assertThat(actual).as("%s of\n%s", name, said).isEqualTo(all);
        } else {
            assertThat(actual).as("%s of\n%s", name, said).hasSize(1);
            text(
                    expected.asText(),
                    CorpusDocument.MAPPER.getNodeFactory().textNode(actual.getFirst()),
                    name + " of\n" + said);
        }
    }

    /** Everything that is expected is there; arrays are compared whole. */
    static void json(JsonNode expected, JsonNode actual, String path, String said) {
        if (expected.isObject()) {
            assertThat(actual.isObject())
                    .as("%s is an object in\n%s", path, said)
                    .isTrue();
            expected.properties()
                    .forEach(entry ->
                            json(entry.getValue(), actual.path(entry.getKey()), path + "." + entry.getKey(), said));
        } else if (expected.isArray()) {
            assertThat(actual.isArray()).as("%s is an array in\n%s", path, said).isTrue();
            assertThat(actual.size()).as("length of %s in\n%s", path, said).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                json(expected.get(i), actual.get(i), path + "[" + i + "]", said);
            }
        } else if (expected.isNull()) {
            assertThat(actual.isNull() || actual.isMissingNode())
                    .as("no %s in\n%s", path, said)
                    .isTrue();
        } else if (expected.isTextual()) {
            text(expected.asText(), actual, path + " in\n" + said);
        } else {
            assertThat(actual.isValueNode() && !actual.isTextual())
                    .as("%s is no text in\n%s", path, said)
                    .isTrue();
            assertThat(actual.asText()).as("%s in\n%s", path, said).isEqualTo(expected.asText());
        }
    }

    private static void text(String expected, JsonNode actual, String what) {
        assertThat(actual.isTextual()).as("%s is a text", what).isTrue();
        text(expected, actual.asText(), what);
    }

    /** A text between slashes is a regular expression. */
    static void text(String expected, String actual, String what) {
        if (expected.length() > 1 && expected.startsWith("/") && expected.endsWith("/")) {
            assertThat(actual)
                    .as(what)
                    .matches(Pattern.compile(expected.substring(1, expected.length() - 1), Pattern.DOTALL));
        } else {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    static JsonNode tree(WireMessage message) {
        return tree(message.text());
    }

    static JsonNode tree(String text) {
        try {
            return CorpusDocument.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
