/** From text to syntax: lexer, parser and the tree of what was written. Knows nothing of types. */
package dev.securemcp.proxy.expression.syntax;
