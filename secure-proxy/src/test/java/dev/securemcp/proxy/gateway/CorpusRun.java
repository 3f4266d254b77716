package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.gateway.CorpusDocument.Case;
import dev.securemcp.proxy.gateway.CorpusDocument.Expect;
import dev.securemcp.proxy.gateway.CorpusDocument.Metric;
import dev.securemcp.proxy.gateway.CorpusDocument.Received;
import dev.securemcp.proxy.gateway.CorpusDocument.Step;
import io.micrometer.core.instrument.DistributionSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs one case of a document through a gateway of its own. */
final class CorpusRun {

    private final CorpusStubs stubs;
    private final Path directory;

    /** @param directory empty, for this run alone */
    CorpusRun(CorpusStubs stubs, Path directory) {
        this.stubs = stubs;
        this.directory = directory;
    }

    /** Runs a case, the gateway having this configuration. */
    void run(String configuration, Case story) throws Exception {
        stubs.play(story);
        MovedClock clock = new MovedClock(story.at() == null ? Instant.now() : Instant.parse(story.at()));
        try (GatewayFixture gateway = GatewayFixture.start(directory, configuration, true, clock)) {
            for (Step step : story.calls()) {
                if (step.after() != null) {
                    clock.pass(Duration.parse(step.after()));
                }
                for (int i = step.times() == null ? 1 : step.times(); i > 0; i--) {
                    call(gateway, step);
                }
            }
        } finally {
            stubs.release();
        }
    }

    private void call(GatewayFixture gateway, Step step) throws Exception {
        WireMessage answer;
        try (Wire wire = gateway.connect()) {
            wire.send(CorpusRequest.text(step.request(), stubs.issuer()::tokens).getBytes(StandardCharsets.UTF_8));
            if (step.meanwhile() != null) {
                await().until(() -> stubs.backend().unseen() > 0);
                CorpusStubs.seen(stubs.backend());
                for (Step other : step.meanwhile()) {
                    call(gateway, other);
                }
                stubs.release();
            }
            answer = wire.response();
        }
        Expect expect = step.expect();
        CorpusMatch.response(expect, answer);
        received("backend", stubs.backend(), expect.backend());
        received("spare backend", stubs.spare(), expect.spare());
        received("service", stubs.service(), expect.service());
        events(expect.events());
        if (expect.metrics() != null) {
            expect.metrics().forEach(metric -> metric(gateway, metric));
        }
        if (expect.trace() != null) {
            trace(gateway, answer, expect.trace());
        }
    }

    /** Calls that nobody waits for may come a little later. */
    private static void received(String what, ScriptedBackend stub, List<Received> expected) throws Exception {
        if (expected != null) {
            await(what).until(() -> stub.unseen() >= expected.size());
        }
        List<WireMessage> seen = CorpusStubs.seen(stub);
        if (expected != null) {
            CorpusMatch.requests(what, expected, seen);
        }
    }

    private void events(List<JsonNode> expected) {
        if (expected == null) {
            return;
        }
        Path file = directory.resolve("events.jsonl");
        await("events")
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= expected.size());
        await("events").untilAsserted(() -> {
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSize(expected.size());
            for (int i = 0; i < lines.size(); i++) {
                JsonNode event = CorpusMatch.tree(lines.get(i));
                // What documents write is JSON nearly always.
                ((ObjectNode) event).set("content", parsed(event.path("body").asText()));
                CorpusMatch.json(expected.get(i), event, "$", lines.get(i));
            }
        });
    }

    private static JsonNode parsed(String body) {
        return body.startsWith("{") ? CorpusMatch.tree(body) : null;
    }

    private static void metric(GatewayFixture gateway, Metric expected) {
        List<String> tags = new ArrayList<>();
        expected.tags().forEach((name, value) -> {
            tags.add(name);
            tags.add(value);
        });
        DistributionSummary summary = gateway.metrics()
                .find(expected.name())
                .tags(tags.toArray(String[]::new))
                .summary();
        assertThat(summary)
                .as("%s in %s", expected, gateway.metrics().getMeters())
                .isNotNull();
        assertThat(summary.count()).as(expected.name()).isEqualTo(expected.count());
        if (expected.total() != null) {
            assertThat(summary.totalAmount()).as(expected.name()).isEqualTo(expected.total());
        }
    }

    private static void trace(GatewayFixture gateway, WireMessage answer, List<String> expected) {
        String id = answer.header("Apim-Trace-Id");
        assertThat(id).as("Apim-Trace-Id").isNotNull();
        await("trace").until(() -> gateway.engine().traces().find(id) != null);
        List<String> entries = gateway.engine().traces().find(id).log().entries().stream()
                .map(entry -> entry.source() + ": " + entry.outcome() + " " + entry.values())
                .toList();
        assertThat(String.join("\n", entries)).contains(expected);
    }
}
