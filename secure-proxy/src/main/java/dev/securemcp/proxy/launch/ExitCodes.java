package dev.securemcp.proxy.launch;

/** What the command's exit tells a script. */
final class ExitCodes {

    /** All is well. */
    static final int OK = 0;

    /** The configuration has faults, the gateway is not ready, or it could not start. */
    static final int FAILED = 1;

    /** The command was not understood. */
    static final int USAGE = 2;

    private ExitCodes() {}
}
