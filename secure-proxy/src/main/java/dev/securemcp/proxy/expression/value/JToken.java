package dev.securemcp.proxy.expression.value;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import java.util.Collection;

/**
 * A JSON value that policies read and change, as Newtonsoft's {@code JToken} behaves: a child knows its parent, an object keeps the
 * order of its properties, a property that is absent reads as null while JSON's null is a value.
 */
public abstract sealed class JToken permits JObject, JArray, JValue, JProperty {

    /** Deeper documents are refused: writing them recurs. */
    public static final int MAX_DEPTH = 128;

    private JToken parent;

    /** {@code JTokenType}'s name: Object, Array, Property, Integer, Float, String, Boolean, Null, Date, Bytes, Guid, Uri, TimeSpan. */
    public abstract String type();

    public abstract JToken deepClone();

    /** What it holds: the values of an array, the properties of an object. */
    public abstract Collection<? extends JToken> children();

    public JToken parent() {
        return parent;
    }

    final void attach(JToken newParent) {
        parent = newParent;
    }

    /** The token itself, or a copy where it already stands in a document or holds the container: one token has one parent. */
    static JToken adopt(JToken token, JToken container) {
        JToken present = token == null ? new JValue(null) : token;
        boolean circular = present == container || !present.children().isEmpty() && container.root() == present;
        return present.parent == null && !circular ? present : present.deepClone();
    }

    public JToken root() {
        JToken at = this;
        while (at.parent != null) {
            at = at.parent;
        }
        return at;
    }

    /** Takes it out of its document. */
    public void remove() {
        switch (parent) {
            case JProperty property -> property.remove();
            case JObject object -> object.remove(((JProperty) this).name());
            case JArray array -> array.removeToken(this);
            case null, default -> throw new IllegalStateException("the token has no parent");
        }
    }

    /** Puts another in its place. */
    public void replace(JToken other) {
        switch (parent) {
            case JProperty property -> property.set(other);
            case JArray array -> array.set(array.indexOfToken(this), other);
            case null, default -> throw new IllegalStateException("the token has no parent");
        }
    }

    /** Its place as a JSON path without {@code $}. */
    public String path() {
        if (parent == null) {
            return "";
        }
        String above = parent.path();
        return switch (this) {
            case JProperty property -> {
                String name = property.name();
                boolean plain = !name.isEmpty() && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
                yield plain ? (above.isEmpty() ? name : above + "." + name) : above + "['" + name + "']";
            }
            case JToken token when parent instanceof JArray array -> above + "[" + array.indexOfToken(token) + "]";
            default -> above;
        };
    }

    /** Counts the tokens of a document that is about to be copied or kept, and its depth. */
    public static <T extends JToken> T counted(Evaluation e, T token) {
        count(e, token, 0);
        return token;
    }

    private static void count(Evaluation e, JToken token, int depth) {
        if (depth > MAX_DEPTH * 4) {
            throw Fail.of("JsonException", "the JSON document is too deep");
        }
        e.step();
        for (JToken child : token.children()) {
            count(e, child, depth + 1);
        }
    }

    /** As JSON, indented by two spaces, each on a line of its own. */
    public String toIndented() {
        return new JsonText(true).write(this);
    }

    /** As JSON in one line. */
    public String toCompact() {
        return new JsonText(false).write(this);
    }

    /** As {@code ToString()} says it: JSON indented; a plain value as its text. */
    @Override
    public String toString() {
        return toIndented();
    }
}
