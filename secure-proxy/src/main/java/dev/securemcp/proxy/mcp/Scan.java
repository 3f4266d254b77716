package dev.securemcp.proxy.mcp;

/** What a body turned out to be: an {@link Envelope}, or an {@link EnvelopeFault} that says what to answer. */
public sealed interface Scan permits Envelope, EnvelopeFault {}
