package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.run.Evaluation;

/**
 * A function of the library. One shape per number of arguments, so that a call allocates no array; the first argument of an
 * instance member is the object itself, never null.
 */
public sealed interface Fn {

    /** No arguments. */
    @FunctionalInterface
    non-sealed interface F0 extends Fn {
        Object call(Evaluation e);
    }

    /** One argument. */
    @FunctionalInterface
    non-sealed interface F1<S> extends Fn {
        Object call(Evaluation e, S a);
    }

    /** Two arguments. */
    @FunctionalInterface
    non-sealed interface F2<S> extends Fn {
        Object call(Evaluation e, S a, Object b);
    }

    /** Three arguments. */
    @FunctionalInterface
    non-sealed interface F3<S> extends Fn {
        Object call(Evaluation e, S a, Object b, Object c);
    }

    /** Four arguments. */
    @FunctionalInterface
    non-sealed interface F4<S> extends Fn {
        Object call(Evaluation e, S a, Object b, Object c, Object d);
    }

    /** Five arguments. */
    @FunctionalInterface
    non-sealed interface F5<S> extends Fn {
        Object call(Evaluation e, S a, Object b, Object c, Object d, Object f);
    }

    /** Six arguments. */
    @FunctionalInterface
    non-sealed interface F6<S> extends Fn {
        Object call(Evaluation e, S a, Object b, Object c, Object d, Object f, Object g);
    }

    /** Seven arguments. */
    @FunctionalInterface
    non-sealed interface F7<S> extends Fn {
        Object call(Evaluation e, S a, Object b, Object c, Object d, Object f, Object g, Object h);
    }

    /** A call where the number of arguments is not known in advance. */
    @SuppressWarnings("unchecked") // the binder and the dynamic dispatch check the object's type before they call
    static Object apply(Fn fn, Evaluation e, Object[] a) {
        return switch (fn) {
            case F0 f -> f.call(e);
            case F1<?> f -> ((F1<Object>) f).call(e, a[0]);
            case F2<?> f -> ((F2<Object>) f).call(e, a[0], a[1]);
            case F3<?> f -> ((F3<Object>) f).call(e, a[0], a[1], a[2]);
            case F4<?> f -> ((F4<Object>) f).call(e, a[0], a[1], a[2], a[3]);
            case F5<?> f -> ((F5<Object>) f).call(e, a[0], a[1], a[2], a[3], a[4]);
            case F6<?> f -> ((F6<Object>) f).call(e, a[0], a[1], a[2], a[3], a[4], a[5]);
            case F7<?> f -> ((F7<Object>) f).call(e, a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
        };
    }
}
