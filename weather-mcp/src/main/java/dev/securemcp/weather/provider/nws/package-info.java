/** The US National Weather Service, api.weather.gov. */
package dev.securemcp.weather.provider.nws;
