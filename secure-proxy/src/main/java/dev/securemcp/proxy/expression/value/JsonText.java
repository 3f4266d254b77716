package dev.securemcp.proxy.expression.value;

import dev.securemcp.proxy.expression.run.DateFormat;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.NumberText;
import dev.securemcp.proxy.expression.run.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Iterator;

/** Writes JSON as Newtonsoft does: its escapes, its numbers, its dates. */
final class JsonText {

    private static final String NEWLINE = "\r\n";

    private final boolean indented;
    private final StringBuilder out = new StringBuilder();

    JsonText(boolean indented) {
        this.indented = indented;
    }

    String write(JToken token) {
        write(token, 0);
        return out.toString();
    }

    private void write(JToken token, int level) {
        if (level > JToken.MAX_DEPTH * 2) {
            throw Fail.of("JsonException", "the JSON document is too deep");
        }
        switch (token) {
            case JObject object -> {
                out.append('{');
                children(object.properties().iterator(), level);
                out.append('}');
            }
            case JArray array -> {
                out.append('[');
                children(array.children().iterator(), level);
                out.append(']');
            }
            case JProperty property -> {
                string(property.name());
                out.append(indented ? ": " : ":");
                write(property.value(), level);
            }
            case JValue value -> plain(value.value());
        }
    }

    private void children(Iterator<? extends JToken> children, int level) {
        if (!children.hasNext()) {
            return;
        }
        while (children.hasNext()) {
            line(level + 1);
            write(children.next(), level + 1);
            if (children.hasNext()) {
                out.append(',');
            }
        }
        line(level);
    }

    private void line(int level) {
        if (indented) {
            out.append(NEWLINE).repeat(' ', level * 2);
        }
    }

    private void plain(Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> string(text);
            case Boolean truth -> out.append(truth.booleanValue());
            case Double number -> real(number);
            case BigDecimal number -> {
                String text = number.toPlainString();
                out.append(text.indexOf('.') < 0 ? text + ".0" : text);
            }
            case Number number -> out.append(number);
            case DateTimeValue date -> string(DateFormat.json(date));
            case OffsetDateTime date -> string(DateFormat.json(date));
            case Duration duration -> string(Text.of(duration));
            case byte[] bytes -> string(Base64.getEncoder().encodeToString(bytes));
            case UriValue uri -> string(uri.original());
            default -> string(Text.of(value));
        }
    }

    private void real(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            string(NumberText.of(number));
            return;
        }
        String text = NumberText.of(number);
        boolean whole = text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9');
        out.append(whole ? text + ".0" : text);
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
