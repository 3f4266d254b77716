/**
 * The way of a request: which server it is for, what is judged and in which order, how errors are answered and how bodies flow.
 * {@link dev.securemcp.proxy.gateway.Assembly} turns a configuration into what runs.
 */
package dev.securemcp.proxy.gateway;
