package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.gateway.Assembly;
import dev.securemcp.proxy.policy.Leniency;
import dev.securemcp.proxy.policy.PolicyLibrary;
import java.nio.file.Path;

/** Checks policies by compiling them as {@code serve} does. */
final class Policies implements PolicyCheck {

    @Override
    public void check(Configuration configuration, Leniency leniency, Faults faults) {
        // Where the gateway will listen changes no fault.
        Assembly.compile(configuration, true, leniency, faults);
    }

    @Override
    public void check(Path policy, Leniency leniency, Faults faults) {
        PolicyLibrary.check(policy, leniency, faults);
    }
}
