/** Policies that say how much may pass. */
package dev.securemcp.proxy.policy.traffic;
