/**
 * The domain: places, conditions, alerts, units and the words for them. Quantities are metric (°C, km/h, mm, hPa, %)
 * until somebody asks for other {@link dev.securemcp.weather.forecast.Units}. Knows no provider and no MCP.
 */
package dev.securemcp.weather.forecast;
