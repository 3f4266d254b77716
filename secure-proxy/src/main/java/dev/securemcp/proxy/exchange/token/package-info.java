/** What calls know of tokens: the rules one is held to and what came of it. Verification itself is the business of {@code identity}. */
package dev.securemcp.proxy.exchange.token;
