/** What gateways tell each other about keys through Redis. */
package dev.securemcp.proxy.identity.redis;
