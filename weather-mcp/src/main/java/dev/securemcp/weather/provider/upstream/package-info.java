/** Asking a source over HTTP: limits, retries, circuit breaker, cache. */
package dev.securemcp.weather.provider.upstream;
