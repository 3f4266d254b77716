package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.backend.UpstreamHeaders;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.transform.FieldSyntax;
import java.util.Optional;

/** Names that limits are given for what they tell. */
final class Names {

    private Names() {}

    /** A response field that a limit may set; empty where none is named. */
    static Optional<String> header(AttributeReader reader, String attribute) {
        Optional<PolicyText> name = given(reader, attribute);
        name.filter(text -> !text.open()).ifPresent(text -> {
            if (!FieldSyntax.isName(text.text())) {
                reader.error(text.position(), "found a header name that is no token (RFC 9110 §5.6.2)", "");
            } else if (UpstreamHeaders.reserved(text.text())) {
                reader.error(
                        text.position(),
                        "`" + text.text()
                                + "` frames the message or belongs to one connection, so a policy cannot set it",
                        "choose another name");
            }
        });
        return name.map(PolicyText::text);
    }

    /** A variable that a limit may set; empty where none is named. */
    static Optional<String> variable(AttributeReader reader, String attribute) {
        return given(reader, attribute).map(PolicyText::text);
    }

    /** API Management's portal writes an empty attribute for none. */
    private static Optional<PolicyText> given(AttributeReader reader, String attribute) {
        return reader.optionalLiteral(attribute).map(PolicyText::strip).filter(text -> !text.isBlank());
    }

    /** A text as a string of a structured field (RFC 9651 §3.3.3); what such a string cannot hold is an underscore. */
    static String structured(String text) {
        StringBuilder string = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                string.append('\\');
            }
            string.append(c < ' ' || c > '~' ? '_' : c);
        }
        return string.append('"').toString();
    }
}
