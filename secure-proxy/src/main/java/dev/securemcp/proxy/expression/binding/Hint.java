package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.config.Nearest;
import java.util.Collection;

/** What to say of a name that nothing has. */
final class Hint {

    private Hint() {}

    /** {@code did you mean 'X'?}; empty where nothing comes near. */
    static String of(String name, Collection<String> known) {
        return Nearest.to(name, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("");
    }
}
