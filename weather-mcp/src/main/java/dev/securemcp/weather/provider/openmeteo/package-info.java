/** Open-Meteo: forecasts for the whole world, and geocoding. */
package dev.securemcp.weather.provider.openmeteo;
