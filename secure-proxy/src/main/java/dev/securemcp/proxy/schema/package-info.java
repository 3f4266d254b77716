/** JSON values held to JSON Schemas and to bounds. Schemas come from backends, values from callers: neither is trusted. */
package dev.securemcp.proxy.schema;
