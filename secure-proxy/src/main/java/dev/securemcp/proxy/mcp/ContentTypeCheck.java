package dev.securemcp.proxy.mcp;

import java.util.List;
import java.util.Optional;

/** Whether a body is declared as JSON in UTF-8, the only encoding that MCP knows. */
public final class ContentTypeCheck {

    private static final String JSON = "application/json";

    private ContentTypeCheck() {}

    /**
     * The declared type of a POST body.
     *
     * @param contentType all {@code Content-Type} fields of the request; more than one is refused
     * @return 415, or empty where all is well
     */
    public static Optional<ErrorAnswer> post(List<String> contentType) {
        if (contentType.size() == 1 && (contentType.getFirst().equals(JSON) || isJson(contentType.getFirst()))) {
            return Optional.empty();
        }
        return Optional.of(ErrorAnswer.of(Reason.UNSUPPORTED_MEDIA_TYPE));
    }

    private static boolean isJson(String field) {
        List<String> parts = MediaRanges.split(field, ';');
        if (!parts.getFirst().strip().equalsIgnoreCase(JSON)) {
            return false;
        }
        for (String parameter : parts.subList(1, parts.size())) {
            int equals = parameter.indexOf('=');
            if (equals < 0 || !parameter.substring(0, equals).strip().equalsIgnoreCase("charset")) {
                continue;
            }
            String charset = parameter.substring(equals + 1).strip();
            if (charset.length() > 2 && charset.startsWith("\"") && charset.endsWith("\"")) {
                charset = charset.substring(1, charset.length() - 1);
            }
            if (!charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("utf8")) {
                return false;
            }
        }
        return true;
    }
}
