/** The prompts that MCP clients see, and completions. Knows the domain, and no provider. */
package dev.securemcp.weather.prompts;
