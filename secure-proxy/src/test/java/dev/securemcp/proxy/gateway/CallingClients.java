package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.IntendedDifference.ANSWERS_EXPECT_ITSELF;
import static dev.securemcp.proxy.gateway.IntendedDifference.COLLECTS_NOTHING;
import static dev.securemcp.proxy.gateway.IntendedDifference.HOLDS_THE_REQUEST;
import static dev.securemcp.proxy.gateway.IntendedDifference.JUDGES_ORIGIN;
import static dev.securemcp.proxy.gateway.IntendedDifference.KEEPS_CREDENTIALS;
import static dev.securemcp.proxy.gateway.IntendedDifference.STRIPS_FIELDS_OF_ONE_HOP;
import static dev.securemcp.proxy.gateway.Mcp.RESULT;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.ok;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static dev.securemcp.proxy.gateway.Mcp.postHead;
import static dev.securemcp.proxy.gateway.Scenario.of;

import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.util.List;
import java.util.Set;

/** Exchanges in which the client does something: sends requests of every form, and treats its connection in every way. */
final class CallingClients {

    private static final String PATH = "/s/mcp";
    private static final String BODY = call("1", "t");
    private static final String TELL = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private CallingClients() {}

    static List<Scenario> requests() {
        String large = call("1", "t")
                .replace("{}", "{\"x\":[" + "\"0123456789abcdef\",".repeat((Scenarios.LARGE / 19)) + "0]}");
        return List.of(
                of(
                        "a chunked request",
                        CallingClients::answer,
                        postHead(PATH) + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(BODY.length())
                                + "\r\n" + BODY + "\r\n0\r\n\r\n",
                        HOLDS_THE_REQUEST),
                of("20 MB up", CallingClients::answer, post(PATH, large)),
                new Scenario(
                        "a request in single bytes",
                        CallingClients::answer,
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                for (char c : post(PATH, BODY).toCharArray()) {
                                    wire.send(String.valueOf(c));
                                }
                                notes.answer("client0", wire.response());
                            }
                        },
                        Set.of()),
                new Scenario(
                        "a client that waits for 100-continue",
                        (talk, notes) -> {
                            Head head = talk.wire().head();
                            if (head.first("Expect") != null) {
                                talk.send("HTTP/1.1 100 Continue\r\n\r\n");
                            }
                            WireMessage request = talk.wire().bodyOf(head);
                            talk.requests().add(request);
                            talk.send(ok(RESULT));
                        },
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                wire.send(postHead(PATH, "Expect: 100-continue\r\n") + "Content-Length: "
                                        + BODY.length() + "\r\n\r\n");
                                notes.note("client.interim", wire.head().startLine());
                                notes.answer("client0", wire.send(BODY).response());
                            }
                        },
                        Set.of(ANSWERS_EXPECT_ITSELF)),
                new Scenario(
                        "a client that dies within its body",
                        (talk, notes) -> {
                            talk.request();
                            notes.note("upstream0.told", true);
                        },
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                wire.send(postHead(PATH) + "Content-Length: 100\r\n\r\n" + BODY);
                                wire.reset();
                            }
                            if (door.plain()) {
                                notes.await("upstream0.told");
                            }
                        },
                        Set.of(HOLDS_THE_REQUEST)),
                of(
                        "fields of one hop in a request",
                        CallingClients::answer,
                        post(
                                PATH,
                                BODY,
                                "Connection: X-Hop, keep-alive\r\n",
                                "X-Hop: 1\r\n",
                                "Keep-Alive: 5\r\n",
                                "TE: trailers\r\n",
                                "Proxy-Authorization: Basic x\r\n",
                                "Trailer: X-T\r\n"),
                        STRIPS_FIELDS_OF_ONE_HOP),
                of(
                        "repeated fields in a request",
                        CallingClients::answer,
                        post(PATH, BODY, "X-Many: 1\r\n", "x-many: 2\r\n", "X-Many: 1,2\r\n", "X-Empty:\r\n")),
                of(
                        "what a client proves itself with",
                        CallingClients::answer,
                        post(PATH, BODY, "Authorization: Bearer x\r\n", "Cookie: a=1\r\n"),
                        KEEPS_CREDENTIALS),
                of(
                        "a page's origin",
                        CallingClients::answer,
                        post(PATH, BODY, "Origin: http://localhost\r\n"),
                        JUDGES_ORIGIN),
                of("a query", CallingClients::answer, post(PATH + "?a=1&b=%20&a=%2f&c", BODY)),
                of("a DELETE", CallingClients::answer, "DELETE " + PATH + " HTTP/1.1\r\n" + Mcp.HOST + "\r\n"));
    }

    static List<Scenario> connections() {
        return List.of(
                new Scenario(
                        "one connection for several calls",
                        CallingClients::answer,
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                for (int i = 0; i < 3; i++) {
                                    notes.answer(
                                            "client" + i,
                                            wire.send(post(PATH, call("" + i, "t")))
                                                    .response());
                                }
                            }
                        },
                        Set.of()),
                new Scenario(
                        "pipelined calls",
                        (talk, notes) -> {
                            WireMessage request = talk.request();
                            talk.send(ok(request.text()));
                        },
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                wire.send(post(PATH, call("0", "t"))
                                        + post(PATH, call("1", "t"))
                                        + get(PATH)
                                        + post(PATH, call("3", "t")));
                                for (int i = 0; i < 4; i++) {
                                    notes.answer("client" + i, wire.response());
                                }
                            }
                        },
                        Set.of()),
                new Scenario(
                        "bytes behind the request that are none",
                        CallingClients::answer,
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                notes.answer(
                                        "client0",
                                        wire.send(post(PATH, BODY) + "\u0001garbage\r\n\r\n")
                                                .response());
                                notes.answer("client1", wire.response());
                                wire.drain();
                            }
                        },
                        Set.of()),
                new Scenario(
                        "a client that asks for the connection's end",
                        CallingClients::answer,
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                notes.answer(
                                        "client0",
                                        wire.send(post(PATH, BODY, "Connection: close\r\n"))
                                                .response());
                                wire.awaitEnd();
                            }
                        },
                        Set.of()),
                new Scenario(
                        "a client of HTTP/1.0",
                        CallingClients::answer,
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                notes.answer(
                                        "client0",
                                        wire.send(post(PATH, BODY).replaceFirst("HTTP/1.1", "HTTP/1.0"))
                                                .response());
                                wire.awaitEnd();
                            }
                        },
                        Set.of()),
                new Scenario(
                        "a client of HTTP/1.0 that stays",
                        CallingClients::answer,
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                String request = post(PATH, BODY, "Connection: keep-alive\r\n")
                                        .replaceFirst("HTTP/1.1", "HTTP/1.0");
                                notes.answer("client0", wire.send(request).response());
                                notes.answer("client1", wire.send(request).response());
                            }
                        },
                        Set.of()),
                new Scenario(
                        "chunks for a client of HTTP/1.0",
                        (talk, notes) -> {
                            talk.request();
                            talk.send(TELL + "Transfer-Encoding: chunked\r\n\r\n")
                                    .chunk("{}")
                                    .lastChunk();
                        },
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                notes.answer(
                                        "client0",
                                        wire.send(post(PATH, BODY).replaceFirst("HTTP/1.1", "HTTP/1.0"))
                                                .response());
                            }
                        },
                        Set.of(COLLECTS_NOTHING)),
                new Scenario(
                        "a client that leaves a stream",
                        (talk, notes) -> {
                            talk.request();
                            talk.openStream().chunk("data: {}\n\n").wire().awaitEnd();
                            notes.note("upstream.told", "the connection ended");
                        },
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                wire.body(wire.send(post(PATH, BODY)).responseHead())
                                        .expect("data: {}\n\n");
                            }
                            notes.await("upstream.told");
                        },
                        Set.of()),
                new Scenario(
                        "a client that leaves before the head",
                        (talk, notes) -> {
                            talk.request();
                            notes.note("upstream.asked", true);
                            talk.wire().awaitEnd();
                            notes.note("upstream.told", "the connection ended");
                        },
                        (door, notes) -> {
                            try (Wire wire = door.connect()) {
                                wire.send(post(PATH, BODY));
                                notes.await("upstream.asked");
                            }
                            notes.await("upstream.told");
                        },
                        Set.of()),
                new Scenario(
                        "a client that reads nothing for a while", SlowReader::backend, SlowReader::client, Set.of()));
    }

    private static void answer(ScriptedBackend.Talk talk, Transcript notes) throws Exception {
        talk.request();
        talk.send(ok(RESULT));
    }
}
