package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.policy.Chain;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.Sections;
import dev.securemcp.proxy.policy.ServerPolicies;
import dev.securemcp.proxy.policy.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of a fault that nobody foresaw. */
class OwnFaultTest {

    @TempDir
    private Path directory;

    @Test
    void aHeadThatCannotBeWrittenIsA500() throws Exception {
        assertFailsClosed(exchange -> {
            HeaderFields headers = HeaderFields.empty();
            headers.add("broken\nname", "x");
            return Verdict.respond(new ResponseState(200, null, headers, new byte[0]));
        });
    }

    @Test
    void aPolicyThatThrowsIsA500() throws Exception {
        assertFailsClosed(exchange -> {
            throw new IllegalStateException("nobody foresaw this");
        });
    }

    private void assertFailsClosed(Policy policy) throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
                GatewayFixture gateway =
                        GatewayFixture.before(backend, directory).with(compiled -> withPolicy(compiled, policy))) {
            WireMessage answer = gateway.exchange(Mcp.post("/s/mcp", Mcp.call("7", "t")));

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text())
                    .contains("\"id\":7", "\"reason\":\"InternalError\"")
                    .doesNotContain("foresaw");
            assertThat(backend.unseen()).isZero();
            assertThat(gateway.engine().calls().active()).isZero();
        }
    }

    private static Assembly.Compiled withPolicy(Assembly.Compiled compiled, Policy policy) {
        Gateway sound = compiled.gateway();
        ServerRuntime server = sound.find("/s/mcp").server();
        Sections sections = new Sections(
                new Chain(List.of(new Chain.Step("test", Failure.Place.NONE, policy))),
                Chain.EMPTY,
                Chain.EMPTY,
                Chain.EMPTY);
        ServerRuntime changed = new ServerRuntime(
                server.config(),
                server.guard(),
                server.tokens(),
                server.rights(),
                server.passthrough(),
                server.upstream(),
                new ServerPolicies(new ServerPolicies.ToolSections(sections, Map.of()), Map.of()),
                server.crossOrigin());
        return new Assembly.Compiled(
                compiled.configuration(),
                new Gateway(
                        RouteTable.of(List.of(changed), ServerRuntime::path),
                        sound.backends(),
                        sound.keys(),
                        sound.subscriptions(),
                        sound.bridges(),
                        sound.addresses(),
                        sound.origin(),
                        sound.scanner(),
                        sound.secrets(),
                        sound.limits(),
                        false));
    }
}
