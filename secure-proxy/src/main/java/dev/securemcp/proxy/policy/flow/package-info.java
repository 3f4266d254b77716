/** Policies that steer: which elements run, how often, and when the request goes to the backend. */
package dev.securemcp.proxy.policy.flow;
