package dev.securemcp.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one {@link Pair} to tests that ask for it; started by the first, ended after the last test class. */
final class PairExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Pair.class;
    }

    @Override
    public Pair resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Start.class, type -> Start.attempt(), Start.class)
                .pair();
    }

    /** The one attempt to start: what failed once is not tried again by every test. JUnit closes it at the end. */
    private record Start(Pair started, RuntimeException failure) implements AutoCloseable {
        static Start attempt() {
            try {
                return new Start(Pair.start("shared"), null);
            } catch (RuntimeException e) {
                return new Start(null, e);
            }
        }

        Pair pair() {
            if (failure != null) {
                throw new ParameterResolutionException("the programs did not start: " + failure.getMessage(), failure);
            }
            return started;
        }

        @Override
        public void close() {
            if (started != null) {
                started.close();
            }
        }
    }
}
