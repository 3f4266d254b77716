package dev.securemcp.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that drive programs of npm packages. Where there is no Node 24 they are skipped; on a build server (CI=true) that is
 * a failure, so that none is lost unseen.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNode.Condition.class)
@interface NeedsNode {
    /** Looks for the executable that {@code npm ci} installs. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Node.isThere()) {
                return ConditionEvaluationResult.enabled("Node is there");
            }
            String reason = "needs Node 24: run 'npm ci --ignore-scripts' in src/e2e, or ./verify";
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                throw new IllegalStateException(reason);
            }
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
