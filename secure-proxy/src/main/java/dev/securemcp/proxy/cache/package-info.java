/** Values and results that are kept for a while; in memory. */
package dev.securemcp.proxy.cache;
