package dev.securemcp.proxy.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a schema (ECMA 262, as far as Java's engine has it), on a text in which every look at a character is a step.
 */
record BoundedPattern(Pattern pattern) implements RegularExpression {

    /** @throws UnusableException where it is none, or too long */
    static BoundedPattern of(String text) {
        if (text.length() > SchemaLimits.PATTERN) {
            throw new UnusableException("a regular expression in it is longer than " + SchemaLimits.PATTERN);
        }
        try {
            String java = RegularExpressions.replaceLongformCharacterProperties(
                    RegularExpressions.replaceDollarAnchors(text));
            return new BoundedPattern(Pattern.compile(java));
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw new UnusableException("a regular expression in it is not understood");
        }
    }

    /** Carries the reason through the library. */
    static final class UnusableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public boolean matches(String value) {
        Work work = Work.CURRENT.isBound() ? Work.CURRENT.get() : null;
        try {
            // A pattern matches anywhere in the text (JSON Schema Validation §6.3.3).
            return pattern.matcher(work == null ? value : new Watched(work, value))
                    .find();
        } catch (StackOverflowError e) { // Java's engine recurs for every repetition of a group
            throw new Work.TooMuchException();
        }
    }

    private record Watched(Work work, String text) implements CharSequence {

        @Override
        public char charAt(int index) {
            work.step();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
