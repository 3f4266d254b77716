/** The way to a Redis that several gateways share: bounded in time, quick to give up, quick to come back. */
package dev.securemcp.proxy.store.redis;
