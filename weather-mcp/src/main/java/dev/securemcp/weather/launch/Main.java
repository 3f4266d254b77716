package dev.securemcp.weather.launch;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process begins: {@code weather-mcp} runs the server, {@code weather-mcp health} asks one that runs. */
@QuarkusMain
public final class Main {

    private Main() {}

    /** Runs the server until it is told to stop, or ends the process with what {@code health} found. */
    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("health")) {
            // Before anything logs: even System.exit does, through the log manager that the server brings along.
            System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
            System.exit(new Health(System::getenv, System.out).ask());
        }
        Quarkus.run(args);
    }
}
