/**
 * Whether a token is to be believed: signature, key sets of issuers, claims, and the memory of what was found before. Signatures and
 * decryption are jose4j's; fetching, bounds and rules are ours.
 */
package dev.securemcp.proxy.identity.token;
