/** The policy language: what elements do, compiled at load into flat sections. Documents are read in {@code document}. */
package dev.securemcp.proxy.policy;
