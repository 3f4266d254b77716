package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import java.util.Arrays;

/**
 * A piece of text of a document: an attribute's value or the text inside an element, decoded (entities replaced, line ends
 * as {@code \n}), that still knows where each of its characters stood. Immutable.
 *
 * <p>After named values are replaced it also knows which parts are secret: {@link #text()} is for running the policy,
 * {@link #masked()} and {@link #toString()} for everything that a person or a log sees.
 */
public final class PolicyText implements PolicyNode {

    /** What stands for a secret in everything that is shown. */
    public static final String MASK = "***";

    static final int[] NO_SECRETS = {};

    private final String text;
    private final PositionMap map;
    /** Start and end offsets of the secret parts, in order. */
    private final int[] secrets;

    private final boolean open;

    PolicyText(String text, PositionMap map, int[] secrets, boolean open) {
        this.text = text;
        this.map = map;
        this.secrets = secrets;
        this.open = open;
    }

    /** A text that nobody wrote in this form; all of it stands at one place. */
    public static PolicyText of(String text, Position position) {
        return new PolicyText(text, PositionMap.fixed(position), NO_SECRETS, false);
    }

    /** The text as the policy uses it. May hold secrets: never for a message, a log or a trace. */
    public String text() {
        return text;
    }

    /** The text with each secret as {@value #MASK}. */
    public String masked() {
        return masked(0, text.length());
    }

    /** A part of the text with each secret in it, also one only partly in it, as {@value #MASK}. */
    public String masked(int start, int end) {
        if (secrets.length == 0) {
            return text.substring(start, end);
        }
        StringBuilder shown = new StringBuilder();
        int at = start;
        for (int i = 0; i < secrets.length; i += 2) {
            if (secrets[i + 1] > start && secrets[i] < end) {
                shown.append(text, at, Math.max(at, secrets[i])).append(MASK);
                at = Math.min(end, secrets[i + 1]);
            }
        }
        return shown.append(text, at, end).toString();
    }

    /** Whether any part of it is secret. */
    public boolean secret() {
        return secrets.length > 0;
    }

    /** Whether it holds a named value that was left open ({@code check --policy --allow-unknown-names}). */
    public boolean open() {
        return open;
    }

    /**
     * Whether it is an expression: begins with {@code @(} or <code>@{</code>, white space before it aside. Whether the
     * expression is a good one is not known here.
     */
    public boolean isExpression() {
        int start = 0;
        while (start < text.length() && XmlNames.isSpace(text.charAt(start))) {
            start++;
        }
        return ExpressionEnd.opensAt(text, start);
    }

    /** Whether it is empty or only what XML calls white space. */
    public boolean isBlank() {
        return text.chars().allMatch(XmlNames::isSpace);
    }

    @Override
    public Position position() {
        return map.at(0);
    }

    /** Where the character at this offset stands, for offsets from 0 to the length of the text. */
    public Position at(int offset) {
        return map.at(offset);
    }

    /** The text without white space around it. */
    public PolicyText strip() {
        int start = 0;
        int end = text.length();
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return subtext(start, end);
    }

    /** A part of the text, which still knows its places and secrets. */
    public PolicyText subtext(int start, int end) {
        if (start == 0 && end == text.length()) {
            return this;
        }
        Position position = map.at(start);
        TextBuilder part = new TextBuilder(map.file(), position.line(), position.column());
        part.append(this, start, end);
        return part.build(secretsBetween(start, end), open);
    }

    int[] secretsBetween(int start, int end) {
        int[] found = new int[secrets.length];
        int count = 0;
        for (int i = 0; i < secrets.length; i += 2) {
            if (secrets[i + 1] > start && secrets[i] < end) {
                found[count++] = Math.max(0, secrets[i] - start);
                found[count++] = Math.min(end, secrets[i + 1]) - start;
            }
        }
        return Arrays.copyOf(found, count);
    }

    PositionMap map() {
        return map;
    }

    /** The masked text. */
    @Override
    public String toString() {
        return masked();
    }
}
