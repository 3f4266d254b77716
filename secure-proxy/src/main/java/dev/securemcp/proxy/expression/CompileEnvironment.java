package dev.securemcp.proxy.expression;

/**
 * What compiling depends on besides the text.
 *
 * @param limits what an evaluation may cost
 */
public record CompileEnvironment(ExpressionLimits limits) {

    /** The default limits. */
    public static final CompileEnvironment DEFAULT = new CompileEnvironment(ExpressionLimits.DEFAULT);
}
