/**
 * The expression language of policy documents: {@code @(expression)} and {@code @{ statements }}, the C# 7 subset of Azure API
 * Management. Compiled once to an immutable tree ({@link dev.securemcp.proxy.expression.Expression}), evaluated against facts
 * about one exchange ({@link dev.securemcp.proxy.expression.ExpressionContext}); without reflection, bounded, with no way to the host.
 */
package dev.securemcp.proxy.expression;
