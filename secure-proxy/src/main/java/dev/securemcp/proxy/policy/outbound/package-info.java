/** Policies that reach other services, or tell them something. */
package dev.securemcp.proxy.policy.outbound;
