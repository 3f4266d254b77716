/**
 * Where the weather comes from: the live sources, the sample, and the choice between them. Implements
 * {@link dev.securemcp.weather.forecast.WeatherService}; nothing above knows this room.
 */
package dev.securemcp.weather.provider;
