package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.policy.Leniency;
import java.nio.file.Path;

/** Compiles policies without running anything: what {@code check} needs from the gateway. */
public interface PolicyCheck {

    /** Compiles every policy document of a configuration that was read without faults. */
    void check(Configuration configuration, Leniency leniency, Faults faults);

    /** Compiles one policy document alone; it may be of any scope. */
    void check(Path policy, Leniency leniency, Faults faults);
}
