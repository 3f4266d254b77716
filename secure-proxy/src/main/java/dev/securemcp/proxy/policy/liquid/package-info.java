/**
 * Liquid templates of {@code set-body}: the part of the language that policy documents use, with the names and habits of DotLiquid.
 * Compiled at load to an immutable tree; rendering is bounded and reaches nothing but the facts of the exchange.
 */
package dev.securemcp.proxy.policy.liquid;
