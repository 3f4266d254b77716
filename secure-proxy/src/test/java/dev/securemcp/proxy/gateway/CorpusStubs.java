package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.gateway.CorpusDocument.Answer;
import dev.securemcp.proxy.gateway.CorpusDocument.Case;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The servers around the gateway while a document of the corpus runs: its backend, a second one, and another service. */
final class CorpusStubs implements AutoCloseable {

    private static final Answer RESULT = new Answer(200, null, Mcp.RESULT, null, false, false, false);

    private final ScriptedBackend backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
    private final ScriptedBackend spare = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
    private final ScriptedBackend service = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
    private final CorpusIssuer issuer = new CorpusIssuer();
    private volatile CountDownLatch held = new CountDownLatch(0);

    CorpusStubs() throws IOException {}

    ScriptedBackend backend() {
        return backend;
    }

    ScriptedBackend spare() {
        return spare;
    }

    ScriptedBackend service() {
        return service;
    }

    CorpusIssuer issuer() {
        return issuer;
    }

    /** What cases may name. */
    Map<String, String> places() {
        Map<String, String> places = new HashMap<>(issuer.places());
        places.put("spare", url(spare));
        places.put("service", url(service));
        return places;
    }

    static String url(ScriptedBackend stub) {
        return "http://127.0.0.1:" + stub.port();
    }

    /** From now on they answer as the case says. */
    void play(Case story) {
        held = new CountDownLatch(1);
        backend.script(sequence(story.backend()));
        spare.script(sequence(story.spare()));
        service.script(byTarget(story.service() == null ? Map.of() : story.service()));
        for (ScriptedBackend stub : List.of(backend, spare, service)) {
            stub.forget();
        }
    }

    /** Answers that were held back may come. */
    void release() {
        held.countDown();
    }

    /** What came to a stub since this was last asked. */
    static List<WireMessage> seen(ScriptedBackend stub) throws InterruptedException {
        List<WireMessage> seen = new ArrayList<>();
        while (stub.unseen() > 0) {
            seen.add(stub.received());
        }
        return seen;
    }

    private ScriptedBackend.Script sequence(List<Answer> said) {
        List<Answer> answers = said == null ? List.of(RESULT) : said;
        AtomicInteger next = new AtomicInteger();
        return talk -> {
            talk.request();
            answer(talk, answers.get(Math.min(next.getAndIncrement(), answers.size() - 1)));
        };
    }

    private ScriptedBackend.Script byTarget(Map<String, List<Answer>> answers) {
        Map<String, AtomicInteger> next = new ConcurrentHashMap<>();
        return talk -> {
            String line = talk.request().head().startLine();
            String target = line.replaceFirst("\\?.*| HTTP/1.1$", "");
            List<Answer> here = answers.get(target);
            if (here == null) {
                throw new AssertionError(
                        "the service was asked for `" + target + "`, the case has " + answers.keySet());
            }
            int count = next.computeIfAbsent(target, t -> new AtomicInteger()).getAndIncrement();
            answer(talk, here.get(Math.min(count, here.size() - 1)));
        };
    }

    private void answer(ScriptedBackend.Talk talk, Answer answer) throws IOException, InterruptedException {
        if (answer.close()) {
            talk.close();
            return;
        }
        if (answer.silent()) {
            talk.wire().drain();
            return;
        }
        if (answer.hold() && !held.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("an answer was held back and nobody released it");
        }
        int status = answer.status() == null ? 200 : answer.status();
        String text = answer.json() != null ? answer.json().toString() : answer.body() == null ? "" : answer.body();
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Stub\r\n");
        Map<String, String> headers = answer.headers() == null ? Map.of() : answer.headers();
        if (headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            head.append("Content-Type: application/json\r\n");
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (status != 204) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        talk.send(head.append("\r\n").toString());
        talk.wire().send(body);
    }

    @Override
    public void close() throws Exception {
        release();
        issuer.close();
        try (backend;
                spare) {
            service.close();
        }
    }
}
