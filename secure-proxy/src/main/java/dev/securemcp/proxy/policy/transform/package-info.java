/** Policies that change a request on its way to the backend, or a response's head on its way back. */
package dev.securemcp.proxy.policy.transform;
