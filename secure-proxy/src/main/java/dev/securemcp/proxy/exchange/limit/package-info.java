/** What limits are asked, and what they say. They are kept in a higher room, in memory or elsewhere. */
package dev.securemcp.proxy.exchange.limit;
