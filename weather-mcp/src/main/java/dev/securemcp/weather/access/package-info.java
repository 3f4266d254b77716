/** Who may call: the backend key and the origin of browsers. */
package dev.securemcp.weather.access;
