package dev.securemcp.weather.forecast;

/** What was asked for, and where it comes from. */
public record Answer<T>(T value, Origin origin) {}
