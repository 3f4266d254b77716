/** From syntax to nodes: names, types, overloads and conversions are resolved here, once, at load. */
package dev.securemcp.proxy.expression.binding;
