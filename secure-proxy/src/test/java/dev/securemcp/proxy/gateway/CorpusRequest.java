package dev.securemcp.proxy.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.gateway.CorpusDocument.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The request of a case, as a client writes it. */
final class CorpusRequest {

    private static final Pattern TOKEN = Pattern.compile("jwt\\((\\{.*})\\)");
    private static final Pattern BASIC = Pattern.compile("base64\\(([^)]*)\\)");

    private CorpusRequest() {}

    /**
     * The whole of it, as it goes over the wire.
     *
     * @param tokens makes the tokens that an issuer signs
     */
    static String text(Request request, UnaryOperator<String> tokens) {
        String method = request.method() == null ? "POST" : request.method();
        String path = request.path() == null ? "/" + CorpusConfiguration.SERVER + "/mcp" : request.path();
        String body = method.equals("POST") ? body(request) : "";
        StringBuilder text = new StringBuilder(method + " " + path);
        if (request.query() != null) {
            text.append('?').append(tokens.apply(request.query()));
        }
        text.append(" HTTP/1.1\r\n");
        headers(request, method)
                .forEach((name, values) -> values.forEach(value -> text.append(name)
                        .append(": ")
                        .append(secrets(tokens.apply(value)))
                        .append("\r\n")));
        if (method.equals("POST")) {
            text.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    private static Map<String, List<String>> headers(Request request, String method) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Host", List.of("localhost"));
        headers.put(
                "Accept", List.of(method.equals("GET") ? "text/event-stream" : "application/json, text/event-stream"));
        if (method.equals("POST")) {
            headers.put("Content-Type", List.of("application/json"));
        }
        String key = request.key() == null ? "laptop" : request.key();
        if (!key.equals("none")) {
            headers.put("Ocp-Apim-Subscription-Key", List.of(CorpusConfiguration.KEYS.getOrDefault(key, key)));
        }
        if (request.from() != null) {
            headers.put("X-Forwarded-For", List.of(request.from()));
        }
        if (request.headers() != null) {
            request.headers().forEach((name, value) -> {
                List<String> values = new ArrayList<>();
                if (value.isArray()) {
                    value.forEach(one -> values.add(one.asText()));
                } else {
                    values.add(value.asText());
                }
                headers.put(name, values);
            });
        }
        return headers;
    }

    private static String body(Request request) {
        if (request.body() != null) {
            return request.body();
        }
        ObjectNode message = CorpusDocument.MAPPER.createObjectNode();
        message.put("jsonrpc", "2.0");
        if (request.id() == null) {
            message.put("id", 1);
        } else {
            message.set("id", request.id());
        }
        if (request.rpc() != null) {
            message.setAll((ObjectNode) request.rpc());
        } else {
            message.put("method", "tools/call");
            ObjectNode params = message.putObject("params");
            params.put("name", request.tool() == null ? "get_alerts" : request.tool());
            params.set(
                    "arguments",
                    request.arguments() == null ? CorpusDocument.MAPPER.createObjectNode() : request.arguments());
        }
        return message.toString();
    }

    /** Tokens that nobody has signed, and base64. */
    private static String secrets(String header) {
        Matcher token = TOKEN.matcher(header);
        if (token.find()) {
            String jwt = url64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + url64(token.group(1)) + ".c2lnbmF0dXJl";
            return token.replaceFirst(Matcher.quoteReplacement(jwt));
        }
        Matcher basic = BASIC.matcher(header);
        if (basic.find()) {
            return basic.replaceFirst(Matcher.quoteReplacement(
                    Base64.getEncoder().encodeToString(basic.group(1).getBytes(StandardCharsets.UTF_8))));
        }
        return header;
    }

    private static String url64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
