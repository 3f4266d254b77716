/** Values of .NET types that Java has no close relative of. */
package dev.securemcp.proxy.expression.value;
