package dev.securemcp.proxy.store.redis;

import io.vertx.core.VertxException;
import java.util.Set;

/** What Redis says when something is wrong, for people and for decisions. */
final class RedisErrors {

    /** It is a replica now, or it is not ready yet: another connection may lead elsewhere. */
    private static final Set<String> ELSEWHERE =
            Set.of("READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "UNBLOCKED");

    private RedisErrors() {}

    static boolean isElsewhere(String error) {
        return ELSEWHERE.contains(firstWord(error));
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
