/**
 * What happened: the event of an exchange becomes a line of the access log, a line of the security log, metrics and a summary.
 * No secret ever gets here: callers appear by name or address, sessions as hashes.
 */
package dev.securemcp.proxy.telemetry;
