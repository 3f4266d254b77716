/** Traces of single requests: who may have them, where they are kept, how they are shown on the management port. */
package dev.securemcp.proxy.gateway.trace;
