/** Static types, and the table of what each type offers; filled by hand in the library, without reflection. */
package dev.securemcp.proxy.expression.type;
