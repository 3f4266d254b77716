/** The policy that holds contents to sizes, bounds and schemas. */
package dev.securemcp.proxy.policy.validation;
