/**
 * The command {@code secure-proxy}: a plain {@code main} that dispatches. Only {@code serve} starts the gateway; everything
 * else opens no port.
 */
package dev.securemcp.proxy.launch;
