package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import java.nio.file.Path;

/** Compiles policies without running anything: what {@code check} needs from the gateway. */
public interface PolicyCheck {

    /** Compiles every policy document of a configuration that was read without faults. */
    void check(Configuration configuration, Faults faults);

    /** Compiles one policy document alone: it may be of any scope, and its named values and fragments need not exist. */
    void check(Path policy, Faults faults);
}
