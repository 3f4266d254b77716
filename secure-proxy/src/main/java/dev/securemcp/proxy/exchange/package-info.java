/** The state of one call on its way: what came, who it is from, what policies made of it. Implements the language's {@code context}. */
package dev.securemcp.proxy.exchange;
