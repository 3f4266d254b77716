package dev.securemcp.proxy.store.redis;

import io.vertx.core.VertxException;
import java.util.Set;

/** What Redis says when something is wrong, for people and for decisions. */
final class RedisErrors {

    /** It is a replica now, or it is not ready yet: another connection may lead elsewhere. */
    private static final Set<String> ELSEWHERE =
            Set.of("READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "UNBLOCKED");

    private RedisErrors() {}

    /** Whether a command, or what a script called, failed since this server is the wrong one. */
    static boolean isElsewhere(String error) {
        return ELSEWHERE.contains(firstWord(error)) || error != null && saidInScript(error);
    }

    /** Before version 7 a script's error has a code of its own, and the command's stands in the sentence after a minus. */
    private static boolean saidInScript(String error) {
        return error.startsWith("ERR Error running script")
                && ELSEWHERE.stream().anyMatch(code -> error.contains(" -" + code + " "));
    }

    /** Whether it is the client's own word for a connection that ended before the answer came. */
    static boolean isBroken(String error) {
        return "CONNECTION_CLOSED".equals(error);
    }

    /** An error's first line: its code and a sentence. Redis puts no values of ours there. */
    static String firstLine(String error) {
        return error == null ? "ERR" : error.lines().findFirst().orElse("ERR");
    }

    /** Why no connection could be made. */
    static String inWords(Throwable failure) {
        String message = failure.getMessage();
        boolean plain = message != null && !(failure instanceof VertxException && message.isBlank());
        return plain ? firstLine(message) : failure.getClass().getSimpleName();
    }

    private static String firstWord(String error) {
        if (error == null) {
            return "";
        }
        int space = error.indexOf(' ');
        return space < 0 ? error : error.substring(0, space);
    }
}
