/** Policies that decide whether a call may go on. */
package dev.securemcp.proxy.policy.access;
