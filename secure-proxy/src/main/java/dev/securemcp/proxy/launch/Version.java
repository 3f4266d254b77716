package dev.securemcp.proxy.launch;

import picocli.CommandLine.IVersionProvider;

/** The version of this build; a test holds it to the one that is built. */
final class Version implements IVersionProvider {

    static final String TEXT = "0.1.0-SNAPSHOT";

    @Override
    public String[] getVersion() {
        return new String[] {"secure-proxy " + TEXT};
    }
}
