/** Limits that several gateways share: one counter for all of them in Redis, one round trip for a decision. */
package dev.securemcp.proxy.limits.redis;
