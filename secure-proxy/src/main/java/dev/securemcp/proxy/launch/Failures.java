package dev.securemcp.proxy.launch;

import java.io.IOException;

/** What people are told of an exception that nobody foresaw: one line, never a stack trace. */
final class Failures {

    private Failures() {}

    static String inWords(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        String line = message.lines().findFirst().orElse("").strip();
        return failure instanceof IOException ? "input or output failed: " + line : line;
    }
}
