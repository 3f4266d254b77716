/** Sessions and legacy streams as several gateways share them through Redis. */
package dev.securemcp.proxy.backend.redis;
