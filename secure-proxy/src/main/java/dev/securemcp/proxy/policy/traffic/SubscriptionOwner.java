package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.document.Scope;

/**
 * Whose calls a limit by subscription counts together: those of one subscription to one product, server or tool, as the scope of its
 * document says. Parts are set apart by line feeds, which no configured name holds; what a caller chose comes last.
 */
record SubscriptionOwner(Scope scope) {

    String of(Exchange exchange) {
        String subscription = exchange.subscription().id();
        return switch (scope) {
            case GLOBAL -> "g\n" + subscription;
            case PRODUCT -> "p\n" + subscription + "\n" + exchange.caller().productId();
            case API -> "a\n" + subscription + "\n" + exchange.api().id();
            case OPERATION ->
                "o\n" + subscription + "\n" + exchange.api().id() + "\n"
                        + exchange.operation().id();
        };
    }
}
