package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.policy.Leniency;
import java.nio.file.Path;

/** Runs the gateway: what {@code serve} does once its arguments are understood. */
@FunctionalInterface
public interface ServeAction {

    /**
     * Runs until it is told to stop.
     *
     * @param configuration the file named by {@code --config}; not read yet
     * @param leniency what its policies may hold that cannot be run
     * @return the exit code: 0 after an orderly stop, 1 where it could not start (what was wrong is printed by then)
     */
    int serve(Path configuration, Leniency leniency);
}
