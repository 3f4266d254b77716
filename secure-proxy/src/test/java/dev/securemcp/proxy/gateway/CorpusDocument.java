package dev.securemcp.proxy.gateway;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A policy document of the corpus with what must come of it: {@code NAME.xml}, and {@code NAME.cases.yaml} beside it. How a file of
 * cases is written is told in the corpus's README.
 *
 * @param about what the document is for
 * @param namedValues by name, a text or {@code { value, secret }}
 * @param fragments files by id
 * @param documents which file stands in which scope; by default {@code NAME.xml} at the server
 * @param keyRequired whether calls need a subscription key; true unless said
 * @param toolDenials as in gateway.yaml
 * @param cases what happens
 */
record CorpusDocument(
        String about,
        Map<String, JsonNode> namedValues,
        Map<String, String> fragments,
        Documents documents,
        Boolean keyRequired,
        String toolDenials,
        List<Case> cases) {

    static final Path DIRECTORY =
            Path.of("src", "test", "resources", "policy-corpus").toAbsolutePath();

    private static final String CASES = ".cases.yaml";

    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    /** Which file stands in which scope. */
    record Documents(String global, String product, String server, Map<String, String> tools) {}

    /**
     * One story.
     *
     * @param at what the gateway's clock says; the real time unless given
     * @param backend what the backend answers, call by call, the last answer again and again; a plain result unless given
     * @param spare the same of the backend {@code spare}
     * @param service the same of another service, by method and path
     * @param steps calls one after the other, in place of {@code request} and {@code expect}
     */
    record Case(
            String name,
            String at,
            List<Answer> backend,
            List<Answer> spare,
            Map<String, List<Answer>> service,
            Request request,
            Expect expect,
            List<Step> steps) {

        List<Step> calls() {
            return steps == null ? List.of(new Step(null, null, request, expect, null)) : steps;
        }
    }

    /**
     * One call.
     *
     * @param after so long after the step before it, as the gateway's clock sees it (ISO 8601, {@code PT1M})
     * @param times how many such calls come one after the other; one unless given
     * @param meanwhile calls while the backend holds back its answer ({@code hold})
     */
    record Step(String after, Integer times, Request request, Expect expect, List<Step> meanwhile) {}

    /**
     * What a stub answers.
     *
     * @param close breaks the connection instead
     * @param silent never answers
     * @param hold answers when the calls of {@code meanwhile} are over
     */
    record Answer(
            Integer status,
            Map<String, String> headers,
            String body,
            JsonNode json,
            boolean close,
            boolean silent,
            boolean hold) {}

    /**
     * What the client sends: a JSON-RPC request for a tool, unless it says something else.
     *
     * @param key the subscription whose key is sent; {@code none}; laptop's unless given
     * @param from the client's address
     * @param method HTTP
     * @param rpc another JSON-RPC message
     */
    record Request(
            String key,
            String from,
            String method,
            String path,
            String query,
            Map<String, JsonNode> headers,
            JsonNode id,
            String tool,
            JsonNode arguments,
            JsonNode rpc,
            String body) {}

    /**
     * What must have happened. Texts between slashes are regular expressions, null means absence, JSON may hold more than is named.
     *
     * @param reason that of a JSON-RPC error
     * @param backend what came to the backend, request by request; an empty list for nothing
     */
    record Expect(
            Integer status,
            Map<String, JsonNode> headers,
            String body,
            JsonNode json,
            String reason,
            String message,
            List<Received> backend,
            List<Received> spare,
            List<Received> service,
            List<JsonNode> events,
            List<Metric> metrics,
            List<String> trace) {}

    /**
     * A request that came to a stub.
     *
     * @param to method and target
     */
    record Received(String to, Map<String, JsonNode> headers, String body, JsonNode json) {}

    /** Values of one metric. */
    record Metric(String name, Map<String, String> tags, long count, Double total) {}

    CorpusDocument {
        Objects.requireNonNull(about, "about");
        namedValues = namedValues == null ? Map.of() : namedValues;
        fragments = fragments == null ? Map.of() : fragments;
        keyRequired = keyRequired == null || keyRequired;
        cases = List.copyOf(cases);
    }

    /** The file of the server's scope. */
    String serverDocument(String name) {
        return documents == null ? name + ".xml" : documents.server();
    }

    /** Names of all documents that have cases. */
    static List<String> names() {
        return files(CASES)
                .map(file -> file.getFileName().toString().replace(CASES, ""))
                .toList();
    }

    /** All documents and fragments. */
    static Stream<Path> documents(String... endings) {
        return files(endings);
    }

    /** Reads the cases of a document. */
    static CorpusDocument read(String name, Map<String, String> places) {
        Path file = DIRECTORY.resolve(name + CASES);
        try {
            String text = Files.readString(file);
            for (Map.Entry<String, String> place : places.entrySet()) {
                text = text.replace("%" + place.getKey() + "%", place.getValue());
            }
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            return MAPPER.convertValue(tree, new TypeReference<CorpusDocument>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static Stream<Path> files(String... endings) {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            return files
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
