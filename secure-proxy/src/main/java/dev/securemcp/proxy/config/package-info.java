/** {@code gateway.yaml} as records: its reader, its checks, named values and secrets. The ground floor: knows no other room. */
package dev.securemcp.proxy.config;
