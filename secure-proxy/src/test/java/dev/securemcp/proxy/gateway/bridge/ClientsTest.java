package dev.securemcp.proxy.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.bridge.ClientDocument.Result;
import dev.securemcp.proxy.gateway.bridge.ClientMetadata.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients say about themselves, and how they are recognised. */
class ClientsTest {

    private static final String URL = "https://client.example/oauth/client.json";
    private static final BridgeKey KEY = new BridgeKey(new byte[BridgeKey.LENGTH]);

    private static Reading read(String json) {
        return ClientMetadata.read(
                Json.object(json.getBytes(StandardCharsets.UTF_8)).orElseThrow(), List.of());
    }

    @Test
    void a_registration_without_wishes_gets_no_secret_and_no_refresh_tokens() {
        assertThat(read("{\"redirect_uris\":[\"https://a.example/cb\"]}"))
                .isEqualTo(new Reading.Sound(new ClientMetadata("", List.of("https://a.example/cb"), "none", false)));
    }

    @Test
    void a_registration_can_ask_for_both() {
        Reading reading = read(
                """
                {"redirect_uris":["http://localhost/cb"],"client_name":"  Wea\\u0000ther\\u202e  app ","scope":"any",
                 "grant_types":["authorization_code","refresh_token","urn:other"],"response_types":["code"],
                 "token_endpoint_auth_method":"client_secret_basic","logo_uri":"https://evil.example/x.png"}
                """);

        assertThat(reading)
                .isEqualTo(new Reading.Sound(new ClientMetadata(
                        "Weather app", List.of("http://localhost/cb"), "client_secret_basic", true)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | invalid_redirect_uri",
                "{\"redirect_uris\":[]} | invalid_redirect_uri",
                "{\"redirect_uris\":\"https://a.example/cb\"} | invalid_redirect_uri",
                "{\"redirect_uris\":[1]} | invalid_redirect_uri",
                "{\"redirect_uris\":[\"http://a.example/cb\"]} | invalid_redirect_uri",
                "{\"redirect_uris\":[\"https://a.example/1\",\"javascript:x\"]} | invalid_redirect_uri",
                "{\"redirect_uris\":[\"https://a/1\",\"https://a/2\",\"https://a/3\",\"https://a/4\",\"https://a/5\",\"https://a/6\",\"https://a/7\",\"https://a/8\",\"https://a/9\",\"https://a/10\",\"https://a/11\"]} | invalid_redirect_uri",
                "{\"redirect_uris\":[\"https://a.example/cb\"],\"grant_types\":[\"implicit\"]} | invalid_client_metadata",
                "{\"redirect_uris\":[\"https://a.example/cb\"],\"grant_types\":\"authorization_code\"} | invalid_client_metadata",
                "{\"redirect_uris\":[\"https://a.example/cb\"],\"response_types\":[\"token\"]} | invalid_client_metadata",
                "{\"redirect_uris\":[\"https://a.example/cb\"],\"token_endpoint_auth_method\":\"private_key_jwt\"} | invalid_client_metadata",
                "{\"redirect_uris\":[\"https://a.example/cb\"],\"token_endpoint_auth_method\":7} | invalid_client_metadata",
            })
    void a_registration_that_cannot_be_kept_is_refused(String json, String error) {
        Reading.Faulty faulty = (Reading.Faulty) read(json);

        assertThat(faulty.refusal().error()).isEqualTo(error);
        assertThat(faulty.detail()).isNotBlank();
    }

    @Test
    void a_client_id_is_what_was_registered_under_a_seal() {
        ClientIds ids = new ClientIds(KEY);
        ClientMetadata metadata =
                new ClientMetadata("Näme", List.of("https://a.example/cb"), "client_secret_post", true);
        String id = ids.id("weather", metadata, "u").orElseThrow();

        assertThat(ids.find("weather", id))
                .contains(new Client(id, "Näme", null, List.of("https://a.example/cb"), true, true));
        assertThat(ids.find("other", id)).as("at another server").isEmpty();
        assertThat(ids.id("weather", metadata, "v")).as("registered again").isNotEqualTo(java.util.Optional.of(id));
        assertThat(new ClientIds(new BridgeKey(Opaque.sha256(new byte[0]))).find("weather", id))
                .as("with another key")
                .isEmpty();
        assertThat(ids.secret("weather", id)).isNotEqualTo(ids.secret("other", id));
    }

    @Test
    void a_client_id_that_was_changed_is_unknown() {
        ClientIds ids = new ClientIds(KEY);
        String id = ids.id("weather", new ClientMetadata("n", List.of("https://a.example/cb"), "none", true), "u")
                .orElseThrow();
        String seal = id.substring(id.indexOf('.'));
        String forged = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                "{\"n\":\"n\",\"r\":[\"https://evil.example/cb\"]}".getBytes(StandardCharsets.UTF_8))
                + seal;

        for (String other : List.of("", ".", "client", id + "A", id.substring(1), seal, forged, id.replace('.', '-'))) {
            assertThat(ids.find("weather", other)).as(other).isEmpty();
        }
    }

    @Test
    void more_than_fits_into_a_request_line_is_not_registered() {
        List<String> redirects = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> "https://a.example/" + i + "a".repeat(400))
                .toList();

        assertThat(new ClientIds(KEY).id("weather", new ClientMetadata("n", redirects, "none", true), "u"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://client.example/oauth/client.json",
                "https://client.example",
                "https://client.example/",
                "https://client.example/a/../b",
                "https://client.example/./b",
                "https://client.example/%2e%2E/b",
                "https://user@client.example/b",
                "https://client.example/b#c",
                "https://client.example/b?c",
                "https:/client.example/b",
                "https://client.example/ä",
                "https://client.example/a b",
            })
    void a_url_that_names_no_client_is_not_fetched(String url) {
        assertThat(ClientDocument.fault(url)).isNotNull();
    }

    @Test
    void urls_name_clients() {
        assertThat(ClientDocument.fault(URL)).isNull();
        assertThat(ClientDocument.fault("https://client.example:8443/c")).isNull();
    }

    private static Result document(int status, String type, String json) {
        return ClientDocument.read(URL, status, type, json.getBytes(StandardCharsets.UTF_8), List.of());
    }

    @Test
    void a_document_describes_its_client() {
        Result result = document(
                200,
                "application/json; charset=utf-8",
                """
                {"client_id":"%s","client_name":"Client","redirect_uris":["http://localhost/cb"],
                 "grant_types":["authorization_code","refresh_token"],"token_endpoint_auth_method":"none"}
                """
                        .formatted(URL));

        assertThat(result)
                .isEqualTo(new Result.Sound(
                        new Client(URL, "Client", "client.example", List.of("http://localhost/cb"), false, true)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "301 | application/json | {\"client_id\":\"URL\",\"redirect_uris\":[\"https://a.example/cb\"]}",
                "404 | application/json | {\"client_id\":\"URL\",\"redirect_uris\":[\"https://a.example/cb\"]}",
                "200 | text/html | {\"client_id\":\"URL\",\"redirect_uris\":[\"https://a.example/cb\"]}",
                "200 | - | {\"client_id\":\"URL\",\"redirect_uris\":[\"https://a.example/cb\"]}",
                "200 | application/json | [\"URL\"]",
                "200 | application/json | {\"client_id\":\"URL\",",
                "200 | application/json | {\"client_id\":\"URL\",\"client_id\":\"URL\",\"redirect_uris\":[\"https://a.example/cb\"]}",
                "200 | application/json | {\"client_id\":\"URL/\",\"redirect_uris\":[\"https://a.example/cb\"]}",
                "200 | application/json | {\"redirect_uris\":[\"https://a.example/cb\"]}",
                "200 | application/json | {\"client_id\":\"URL\",\"redirect_uris\":[\"http://a.example/cb\"]}",
                "200 | application/json | {\"client_id\":\"URL\"}",
                "200 | application/json | {\"client_id\":\"URL\",\"redirect_uris\":[\"https://a.example/cb\"],\"client_secret\":\"x\"}",
                "200 | application/json | {\"client_id\":\"URL\",\"redirect_uris\":[\"https://a.example/cb\"],\"token_endpoint_auth_method\":\"client_secret_post\"}",
            })
    void a_document_that_is_not_sound_describes_nobody(int status, String type, String json) {
        assertThat(document(status, type, json.replace("URL", URL))).isInstanceOf(Result.Faulty.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | client_id=a | a | -",
                "- | client_id=a&client_secret=s | a | s",
                "Basic YTpz | - | a | s",
                "basic YTpz | client_id=a | a | s",
                "Basic YTo= | - | a | -",
                "Basic YSUzQWI6cyUyRg== | - | a:b | s/",
            })
    void a_client_proves_itself_in_one_way(String field, String form, String id, String secret) {
        assertThat(ClientProof.read(field, Parameters.parse(form))).isEqualTo(new ClientProof(id, secret));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | -",
                "- | client_secret=s",
                "Basic YTpz | client_id=b",
                "Basic YTpz | client_secret=s",
                "Basic YQ== | -",
                "Basic !! | -",
                "Basic JTp4 | -",
                "Bearer a | client_id=a",
            })
    void in_two_or_none_it_proves_nothing(String field, String form) {
        assertThat(ClientProof.read(field, Parameters.parse(form))).isNull();
    }
}
