package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.ExpressionContext;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.ExpressionLimits;
import dev.securemcp.proxy.expression.PositionMap;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;

/**
 * A compiled expression as a whole.
 *
 * @param value of {@code @(…)}; null where there are statements
 * @param statements of {@code @{…}}; null where there is a value
 * @param slots the outermost frame needs
 */
public record Program(Node value, Statement statements, int slots, ExpressionLimits limits, PositionMap positions) {

    public Object run(ExpressionContext context) {
        Evaluation evaluation = new Evaluation(context, limits, positions);
        Frame frame = new Frame(evaluation, null, slots);
        try {
            if (value != null) {
                return value.eval(frame);
            }
            statements.exec(frame);
            return frame.result;
        } catch (ExpressionException e) {
            throw e;
        } catch (
                StackOverflowError
                        e) { // the height of trees and the depth of calls are bounded; a small stack may still be too
            // small
            throw evaluation.fail(Fail.limit("the expression is too deep for this thread"), 0);
        } catch (RuntimeException e) {
            throw evaluation.fail(e, 0);
        }
    }

    /** As a condition, without boxing. */
    public boolean test(ExpressionContext context) {
        Evaluation evaluation = new Evaluation(context, limits, positions);
        try {
            return value.test(new Frame(evaluation, null, slots));
        } catch (ExpressionException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw evaluation.fail(Fail.limit("the expression is too deep for this thread"), 0);
        } catch (RuntimeException e) {
            throw evaluation.fail(e, 0);
        }
    }
}
