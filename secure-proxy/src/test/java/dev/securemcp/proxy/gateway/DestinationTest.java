package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.config.BackendConfig.CredentialConfig;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.exchange.BackendChoice;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where requests go once policies have had their say, and what is shown there. */
class DestinationTest {

    private static final Upstream WEATHER = upstream("weather", "http://weather:81/mcp", "weather-secret");
    private static final Upstream SPARE = upstream("spare", "https://spare/a/mcp?tenant=7", "spare-secret");
    private static final Map<String, Upstream> BACKENDS = Map.of("weather", WEATHER, "spare", SPARE);

    private static Upstream upstream(String name, String url, String secret) {
        Target endpoint = Target.of(URI.create(url));
        return new Upstream(
                name,
                endpoint,
                endpoint.withPathAndQuery(endpoint.path() + "/sse", endpoint.query()),
                Optional.of(new CredentialConfig("X-API-Key", Secret.of(secret), Position.of("test"))));
    }

    private static RequestState request() {
        return new RequestState(
                "POST", new RequestUrl("http", "gateway", 80, "/s/mcp", ""), HeaderFields.empty(), "203.0.113.7");
    }

    private static RequestState rewritten(String path) {
        RequestState request = request();
        request.rewrite(new RequestUrl("http", "gateway", 80, path, ""));
        return request;
    }

    private static String secret(Destination destination) {
        return destination
                .credential()
                .map(credential -> credential.value().reveal())
                .orElse("none");
    }

    private static Destination changed(RequestState request, Kind kind) {
        return Destination.of(WEATHER, kind).changed(request, kind, BACKENDS).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "STREAMABLE, http://weather:81/mcp",
        "SSE, http://weather:81/mcp/sse",
    })
    void without_policies_a_request_goes_to_the_servers_backend(Kind kind, String target) {
        Destination destination = changed(request(), kind);

        assertThat(destination.target()).hasToString(target);
        assertThat(secret(destination)).isEqualTo("weather-secret");
    }

    @ParameterizedTest
    @CsvSource({
        "STREAMABLE, https://spare/a/mcp",
        "SSE, https://spare/a/mcp/sse",
    })
    void a_backend_chosen_by_name_is_shown_its_own_credential(Kind kind, String target) {
        RequestState request = request();
        request.backend(new BackendChoice.Named("spare"));

        Destination destination = changed(request, kind);

        assertThat(destination.target()).hasToString(target);
        assertThat(destination.backend()).isEqualTo("spare");
        assertThat(destination.target().query()).isEqualTo("tenant=7");
        assertThat(secret(destination)).isEqualTo("spare-secret");
    }

    @ParameterizedTest
    @CsvSource({
        "STREAMABLE, http://weather:81/other, http://weather:81/other",
        "STREAMABLE, https://elsewhere, https://elsewhere/",
        "SSE, https://elsewhere/mcp, https://elsewhere/mcp/sse",
        "SSE, https://elsewhere, https://elsewhere/sse",
    })
    void an_address_is_shown_no_credential_not_even_on_the_same_host(Kind kind, URI address, String target) {
        RequestState request = request();
        request.backend(new BackendChoice.Address(address));

        Destination destination = changed(request, kind);

        assertThat(destination.target()).hasToString(target);
        assertThat(destination.backend()).isNull();
        assertThat(secret(destination)).isEqualTo("none");
    }

    @Test
    void a_backend_that_is_not_configured_leads_nowhere() {
        RequestState request = request();
        request.backend(new BackendChoice.Named("gone"));

        assertThat(Destination.of(WEATHER, Kind.STREAMABLE).changed(request, Kind.STREAMABLE, BACKENDS))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /mcp",
        "/v2, /mcp/v2",
        "/v2/, /mcp/v2/",
    })
    void a_rewritten_path_counts_from_the_backends_own(String path, String target) {
        Destination destination = changed(rewritten(path), Kind.STREAMABLE);

        assertThat(destination.target().path()).isEqualTo(target);
        assertThat(destination.base().path()).as("what a session remembers").isEqualTo("/mcp");
    }

    @Test
    void a_rewritten_path_counts_from_the_chosen_backend() {
        RequestState request = rewritten("/v2");
        request.backend(new BackendChoice.Address(URI.create("https://elsewhere")));

        assertThat(changed(request, Kind.STREAMABLE).target()).hasToString("https://elsewhere/v2");
    }

    @Test
    void legacy_streams_keep_their_path() {
        assertThat(changed(rewritten("/v2"), Kind.SSE).target().path()).isEqualTo("/mcp/sse");
    }

    @Test
    void messages_of_a_legacy_stream_go_where_the_stream_is_whatever_policies_say() {
        Destination stream = Destination.remembered("spare", SPARE.sse().resolve("/messages/1"), BACKENDS);
        RequestState request = rewritten("/v2");
        request.backend(new BackendChoice.Named("weather"));

        Destination destination =
                stream.changed(request, Kind.MESSAGES, BACKENDS).orElseThrow();

        assertThat(destination.target()).hasToString("https://spare/messages/1");
        assertThat(secret(destination)).isEqualTo("spare-secret");
    }

    @Test
    void a_session_stays_at_its_backend_with_that_ones_credential() {
        Destination session = Destination.remembered("spare", SPARE.streamable(), BACKENDS);

        Destination destination =
                session.changed(request(), Kind.STREAMABLE, BACKENDS).orElseThrow();

        assertThat(destination.target()).hasToString("https://spare/a/mcp");
        assertThat(secret(destination)).isEqualTo("spare-secret");
    }

    @Test
    void a_session_at_an_address_is_shown_no_credential() {
        Destination session = Destination.remembered(null, Target.of(URI.create("http://weather:81/mcp")), BACKENDS);

        assertThat(secret(session)).isEqualTo("none");
    }
}
