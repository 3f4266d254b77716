/** The command: starts the server, or asks a running one whether it is ready. */
package dev.securemcp.weather.launch;
