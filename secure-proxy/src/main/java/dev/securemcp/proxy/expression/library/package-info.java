/** The types and members that policy expressions may use, one table per family (APIM: "policy expressions", allowed types). */
package dev.securemcp.proxy.expression.library;
