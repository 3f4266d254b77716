/** What gateways share through Redis beside counters: values that policies keep. */
package dev.securemcp.proxy.cache.redis;
