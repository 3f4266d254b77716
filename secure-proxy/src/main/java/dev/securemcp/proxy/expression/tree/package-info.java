/** The nodes that an expression is compiled to, and the frames they run in. */
package dev.securemcp.proxy.expression.tree;
