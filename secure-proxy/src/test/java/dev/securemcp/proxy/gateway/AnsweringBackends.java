package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.IntendedDifference.ANSWERS_IN_JSON_RPC;
import static dev.securemcp.proxy.gateway.IntendedDifference.FRAMES_NO_304;
import static dev.securemcp.proxy.gateway.IntendedDifference.HAS_LAST_WORDS;
import static dev.securemcp.proxy.gateway.IntendedDifference.KEEPS_STREAMS_FLOWING;
import static dev.securemcp.proxy.gateway.IntendedDifference.OWNS_CORS;
import static dev.securemcp.proxy.gateway.IntendedDifference.STRIPS_FIELDS_OF_ONE_HOP;
import static dev.securemcp.proxy.gateway.Mcp.RESULT;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.ok;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static dev.securemcp.proxy.gateway.Scenario.answered;
import static dev.securemcp.proxy.gateway.Scenario.of;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Exchanges in which the backend does something: gives answers of every form, or dies in one. */
final class AnsweringBackends {

    private static final String PATH = "/s/mcp";
    private static final String BODY = call("1", "t");
    private static final String TELL = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private AnsweringBackends() {}

    static List<Scenario> answers() {
        return List.of(
                answered("an answer of known length", ok(RESULT)),
                answered("an empty answer", ok("")),
                answered(
                        "a chunked answer",
                        TELL + "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n3;x=y\r\n\":1\r\n1\r\n}\r\n0\r\n\r\n"),
                answered(
                        "a chunked answer with trailers",
                        TELL + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n"),
                of(
                        "an answer that ends with its connection",
                        (talk, notes) -> {
                            talk.request();
                            talk.send(TELL + "\r\n{}").close();
                        },
                        post(PATH, BODY)),
                of(
                        "an answer of HTTP/1.0",
                        (talk, notes) -> {
                            talk.request();
                            talk.send("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{}")
                                    .close();
                        },
                        post(PATH, BODY)),
                answered("202 without a body", "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"),
                answered("204", "HTTP/1.1 204 No Content\r\n\r\n"),
                answered("304", "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n", FRAMES_NO_304),
                answered(
                        "304 with the length of what is not sent",
                        "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"),
                answered("an error of the backend", Mcp.response("500 Oops", "{\"why\":1}")),
                answered("a status nobody knows", Mcp.response("299 Very Own Words", "{}")),
                answered(
                        "a redirect, which is not followed",
                        "HTTP/1.1 307 Temporary Redirect\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"),
                answered("early hints", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ok(RESULT)),
                answered(
                        "repeated fields",
                        ok(
                                RESULT,
                                "Set-Cookie: a=1\r\n",
                                "X-Many: 1\r\n",
                                "set-cookie: b=2\r\n",
                                "X-Many: 2\r\n",
                                "X-Empty:\r\n")),
                answered(
                        "fields of one hop",
                        ok(
                                RESULT,
                                "Connection: X-Hop\r\n",
                                "X-Hop: 1\r\n",
                                "Keep-Alive: timeout=5\r\n",
                                "Proxy-Connection: x\r\n",
                                "Upgrade: h2c\r\n"),
                        STRIPS_FIELDS_OF_ONE_HOP),
                answered(
                        "cross-origin fields",
                        ok(RESULT, "Access-Control-Allow-Origin: *\r\n", "Vary: Origin\r\n"),
                        OWNS_CORS),
                answered("a coding that nobody asked for", ok("zipped", "Content-Encoding: gzip\r\n")),
                new Scenario(
                        "20 MB down",
                        (talk, notes) -> {
                            talk.request();
                            talk.send(TELL + "Content-Length: " + Scenarios.LARGE + "\r\n\r\n");
                            byte[] part = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
                            for (int sent = 0; sent < Scenarios.LARGE; sent += part.length) {
                                talk.wire().send(part);
                            }
                        },
                        one(post(PATH, BODY)),
                        Set.of()),
                of(
                        "events of unknown number",
                        (talk, notes) -> {
                            talk.request();
                            talk.openStream("Cache-Control: no-store\r\n")
                                    .chunk(": hi\n\nid: 1\ndata: {}\n\n")
                                    .lastChunk();
                        },
                        post(PATH, BODY),
                        KEEPS_STREAMS_FLOWING));
    }

    static List<Scenario> deaths() {
        return List.of(
                of(
                        "death before the head",
                        (talk, notes) -> {
                            talk.request();
                            talk.close();
                        },
                        post(PATH, BODY),
                        ANSWERS_IN_JSON_RPC),
                of(
                        "death within the head",
                        (talk, notes) -> {
                            talk.request();
                            talk.send("HTTP/1.1 200 OK\r\nConte").close();
                        },
                        post(PATH, BODY),
                        ANSWERS_IN_JSON_RPC),
                of(
                        "death within a body of known length",
                        (talk, notes) -> {
                            talk.request();
                            talk.send(TELL + "Content-Length: 10\r\n\r\n{\"a\":")
                                    .close();
                        },
                        post(PATH, BODY)),
                of(
                        "death within a chunked body",
                        (talk, notes) -> {
                            talk.request();
                            talk.send(TELL + "Transfer-Encoding: chunked\r\n\r\n")
                                    .chunk("{\"a\":")
                                    .close();
                        },
                        post(PATH, BODY)),
                of(
                        "death within a chunk",
                        (talk, notes) -> {
                            talk.request();
                            talk.send(TELL + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a")
                                    .close();
                        },
                        post(PATH, BODY)),
                of(
                        "death of a stream that can be resumed",
                        (talk, notes) -> {
                            talk.request();
                            talk.openStream().chunk("id: 1\ndata: {}\n\n").close();
                        },
                        post(PATH, BODY),
                        KEEPS_STREAMS_FLOWING),
                of(
                        "death of a stream between events",
                        (talk, notes) -> {
                            talk.request();
                            talk.openStream().chunk("data: {}\n\n").close();
                        },
                        post(PATH, BODY),
                        KEEPS_STREAMS_FLOWING,
                        HAS_LAST_WORDS));
    }

    private static Scenario.ClientPart one(String request) {
        return (door, notes) -> {
            try (Wire wire = door.connect()) {
                notes.answer("client0", wire.send(request).response());
            }
        };
    }
}
