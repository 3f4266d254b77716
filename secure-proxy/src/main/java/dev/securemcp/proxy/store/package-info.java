/**
 * Files of state: what must survive a restart. Small pieces for whoever keeps some: a directory of one process's own, files that are
 * replaced whole, records that show their own damage, and a thread that writes. Nothing here may be called on an event loop unless it
 * says so.
 */
package dev.securemcp.proxy.store;
