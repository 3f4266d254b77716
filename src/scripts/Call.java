import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One MCP tool call over Streamable HTTP, as a client makes it (MCP 2025-06-18, "Transports" and "Lifecycle"): initialize,
 * the initialized notification, tools/call with a progress token, DELETE. Progress is printed as it arrives, then the
 * answer's text. Arguments: URL, file with the key, then a tool's name and its arguments as JSON. Exit status 0 for an
 * answer, 1 for everything else. {@code ./run call} starts it from source, so it uses nothing but the JDK.
 */
final class Call {
    private static final String VERSION = "2025-06-18";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI url;
    private final String key;
    private String session;

    private Call(URI url, String key) {
        this.url = url;
        this.key = key;
    }

    public static void main(String[] args) throws Exception {
        String tool = args.length > 2 ? args[2] : "get_forecast";
        String arguments =
                args.length > 3 ? args[3] : args.length > 2 ? "{}" : "{\"latitude\":47.6062,\"longitude\":-122.3321,\"days\":3}";
        try {
            Json.parse(arguments);
            new Call(URI.create(args[0]), Files.readString(Path.of(args[1])).strip()).run(tool, arguments);
        } catch (ConnectException e) {
            fail("nothing answers at " + args[0] + ": start the pair in another shell with ./run");
        } catch (IOException | IllegalArgumentException e) {
            fail(e.getMessage());
        }
    }

    private void run(String tool, String arguments) throws IOException, InterruptedException {
        System.out.println("POST " + url + "  tools/call " + tool + " " + arguments);
        request(1, "initialize", "{\"protocolVersion\":\"" + VERSION + "\",\"capabilities\":{},"
                + "\"clientInfo\":{\"name\":\"run-call\",\"version\":\"1\"}}");
        notifyInitialized();
        Map<?, ?> result = (Map<?, ?>) request(2, "tools/call", "{\"name\":" + Json.quote(tool) + ",\"arguments\":" + arguments
                + ",\"_meta\":{\"progressToken\":1}}");
        http.send(ask().DELETE().build(), BodyHandlers.discarding());
        System.out.println();
        for (Object content : (List<?>) result.get("content")) {
            Object text = ((Map<?, ?>) content).get("text");
            System.out.println(text == null ? content : text);
        }
        if (Boolean.TRUE.equals(result.get("isError"))) {
            System.exit(1);
        }
    }

    /** Sends a request and returns its result; notifications that arrive before it are printed. */
    private Object request(int id, String method, String params) throws IOException, InterruptedException {
        HttpResponse<java.io.InputStream> answer = http.send(
                post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}"),
                BodyHandlers.ofInputStream());
        answer.headers().firstValue("Mcp-Session-Id").ifPresent(value -> session = value);
        boolean stream = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        try (BufferedReader body = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            if (!stream) {
                String text = String.join("\n", body.lines().toList());
                if (answer.statusCode() == 401) {
                    throw new IOException("the gateway refuses the key (401): " + text);
                }
                return answerTo(id, text, answer.statusCode());
            }
            StringBuilder data = new StringBuilder();
            for (String line = body.readLine(); line != null; line = body.readLine()) {
                if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    String message = data.toString();
                    data.setLength(0);
                    Object result = answerTo(id, message, answer.statusCode());
                    if (result != null) {
                        return result;
                    }
                }
            }
        }
        throw new IOException("the stream ended without an answer to " + method);
    }

    /** The result in a JSON-RPC message, or null where it is a notification. */
    private static Object answerTo(int id, String text, int status) throws IOException {
        Map<?, ?> message;
        try {
            message = (Map<?, ?>) Json.parse(text);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IOException("HTTP " + status + ": " + text, e);
        }
        if (message.get("error") instanceof Map<?, ?> error) {
            throw new IOException("error " + ((Number) error.get("code")).longValue() + ": " + error.get("message"));
        }
        if (message.get("id") instanceof Number number && number.intValue() == id) {
            return message.get("result");
        }
        if (message.get("params") instanceof Map<?, ?> params && params.get("message") != null) {
            System.out.println("  " + params.get("message"));
        }
        return null;
    }

    private void notifyInitialized() throws IOException, InterruptedException {
        http.send(post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"), BodyHandlers.discarding());
    }

    private HttpRequest post(String body) {
        return ask().header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder ask() {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(60))
                .header("Accept", "application/json, text/event-stream")
                .header("Ocp-Apim-Subscription-Key", key);
        if (session != null) {
            request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", VERSION);
        }
        return request;
    }

    private static void fail(String why) {
        System.err.println("run call: " + why);
        System.exit(1);
    }

    /** As much of RFC 8259 as a message needs: objects are maps, arrays lists, numbers doubles. */
    private static final class Json {
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static Object parse(String text) {
            Json json = new Json(text);
            Object value = json.value();
            if (json.peek() != 0) {
                throw json.unexpected();
            }
            return value;
        }

        static String quote(String value) {
            return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }

        private Object value() {
            switch (peek()) {
                case '{' -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    for (boolean more = open('}'); more; more = next('}')) {
                        peek();
                        String name = string();
                        expect(':');
                        object.put(name, value());
                    }
                    return object;
                }
                case '[' -> {
                    List<Object> array = new ArrayList<>();
                    for (boolean more = open(']'); more; more = next(']')) {
                        array.add(value());
                    }
                    return array;
                }
                case '"' -> {
                    return string();
                }
                default -> {
                    int start = at;
                    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
                        at++;
                    }
                    return literal(text.substring(start, at));
                }
            }
        }

        private Object literal(String word) {
            return switch (word) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> null;
                default -> {
                    try {
                        yield Double.valueOf(word);
                    } catch (NumberFormatException e) {
                        throw unexpected();
                    }
                }
            };
        }

        private boolean open(char end) {
            at++;
            if (peek() != end) {
                return true;
            }
            at++;
            return false;
        }

        private boolean next(char end) {
            if (peek() == end) {
                at++;
                return false;
            }
            expect(',');
            return true;
        }

        private String string() {
            expect('"');
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                char c = text.charAt(at++);
                if (c != '\\') {
                    value.append(c);
                    continue;
                }
                char escaped = at < text.length() ? text.charAt(at++) : 0;
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case 't' -> value.append('\t');
                    case 'r' -> value.append('\r');
                    case 'b' -> value.append('\b');
                    case 'f' -> value.append('\f');
                    case 'u' -> {
                        value.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                        at += 4;
                    }
                    default -> value.append(escaped);
                }
            }
            expect('"');
            return value.toString();
        }

        private void expect(char c) {
            if (peek() != c) {
                throw unexpected();
            }
            at++;
        }

        /** The next character that is not white space, 0 at the end. */
        private char peek() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private IllegalArgumentException unexpected() {
            return new IllegalArgumentException("not JSON at character " + (at + 1) + ": " + text);
        }
    }
}
