/**
 * Who may use what: tokens of a server that is an OAuth resource server, what they grant, and what of a server each caller can see. The
 * decisions are pure; nothing here knows HTTP beyond the texts of its fields.
 */
package dev.securemcp.proxy.identity.access;
