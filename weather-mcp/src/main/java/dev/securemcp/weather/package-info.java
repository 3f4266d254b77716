/** The weather server: MCP tools, resources and prompts over real weather. */
package dev.securemcp.weather;
