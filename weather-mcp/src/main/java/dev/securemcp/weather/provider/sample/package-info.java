/** Answers from bundled climate normals, without a network: deterministic, and always marked as a sample. */
package dev.securemcp.weather.provider.sample;
