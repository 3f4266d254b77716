package dev.securemcp.e2e;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the programs that test classes share to tests that ask for them; started by the first, ended after the last test class. */
final class Fixtures implements ParameterResolver {
    private static final Map<Class<?>, Function<ExtensionContext, AutoCloseable>> SHARED = Map.of(
            Pair.class, Fixtures::pair,
            Secured.class, context -> beforePair(Secured.class, context, Secured::start),
            Bridged.class, context -> beforePair(Bridged.class, context, Bridged::start),
            Fleet.class, context -> beforePair(Fleet.class, context, Fleet::start));

    private static Pair pair(ExtensionContext context) {
        return shared(Pair.class, context, () -> Pair.start("shared"));
    }

    /** One that stands before the backends of the pair, which start first and end last. */
    private static <T extends AutoCloseable> T beforePair(
            Class<T> type, ExtensionContext context, Function<Pair, T> start) {
        Pair pair = pair(context);
        return shared(type, context, () -> start.apply(pair));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return SHARED.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SHARED.get(parameter.getParameter().getType()).apply(context);
    }

    private static <T extends AutoCloseable> T shared(Class<T> type, ExtensionContext context, Supplier<T> start) {
        Start started = context.getRoot()
                .getStore(Namespace.create(Fixtures.class))
                .computeIfAbsent(type, key -> Start.attempt(start), Start.class);
        return type.cast(started.programs());
    }

    /** The one attempt to start: what failed once is not tried again by every test. JUnit closes it at the end. */
    private record Start(AutoCloseable started, RuntimeException failure) implements AutoCloseable {
        static Start attempt(Supplier<? extends AutoCloseable> start) {
            try {
                return new Start(start.get(), null);
            } catch (RuntimeException e) {
                return new Start(null, e);
            }
        }

        AutoCloseable programs() {
            if (failure != null) {
                throw new ParameterResolutionException("the programs did not start: " + failure.getMessage(), failure);
            }
            return started;
        }

        @Override
        public void close() {
            if (started != null) {
                Closing.quietly(started);
            }
        }
    }
}
