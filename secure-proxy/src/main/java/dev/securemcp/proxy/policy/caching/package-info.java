/** Policies that keep values from call to call. */
package dev.securemcp.proxy.policy.caching;
