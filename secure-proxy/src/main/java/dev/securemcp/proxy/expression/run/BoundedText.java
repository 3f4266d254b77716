package dev.securemcp.proxy.expression.run;

/** A text under a regular expression: every look at a character is a step, so that backtracking without end ends. */
public final class BoundedText implements CharSequence {

    private final Evaluation evaluation;
    private final String text;

    public BoundedText(Evaluation evaluation, String text) {
        this.evaluation = evaluation;
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        evaluation.regexStep();
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
