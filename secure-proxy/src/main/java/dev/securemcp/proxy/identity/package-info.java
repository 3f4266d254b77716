/** Who calls: subscriptions and their keys. Decisions here are pure; the keys themselves are known as hashes only. */
package dev.securemcp.proxy.identity;
