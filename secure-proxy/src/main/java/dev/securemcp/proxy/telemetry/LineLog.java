package dev.securemcp.proxy.telemetry;

import org.jboss.logging.Logger;

/** Where finished lines go. */
public interface LineLog {

    /** Whether writing is worth making the line. */
    boolean enabled();

    /** Takes one line, without its line end. */
    void write(String line);

    /** The log category of that name, at INFO. Its handler is to be asynchronous: lines are written on event loops. */
    static LineLog category(String name) {
        Logger logger = Logger.getLogger(name);
        return new LineLog() {
            @Override
            public boolean enabled() {
                return logger.isInfoEnabled();
            }

            @Override
            public void write(String line) {
                logger.info(line);
            }
        };
    }
}
