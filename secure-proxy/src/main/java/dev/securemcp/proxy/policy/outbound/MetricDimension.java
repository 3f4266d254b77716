package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A dimension of {@code emit-metric}.
 *
 * @param name as the document has it
 * @param of its value for one exchange; empty where there is none
 */
record MetricDimension(String name, Function<Exchange, String> of) {

    /** Names that need no value (APIM: "Emit custom metrics", default dimension names). */
    private enum Known {
        API_ID("API ID", exchange -> exchange.api().id()),
        OPERATION_ID("Operation ID", exchange -> exchange.operation().id()),
        PRODUCT_ID("Product ID", exchange -> exchange.caller().productId()),
        USER_ID(
                "User ID",
                exchange -> exchange.user() == null ? null : exchange.user().id()),
        SUBSCRIPTION_ID("Subscription ID", exchange -> exchange.caller().subscriptionId()),
        LOCATION("Location", exchange -> exchange.deployment().region()),
        LOCATION_ID("Location ID", exchange -> exchange.deployment().region()),
        GATEWAY_ID("Gateway ID", exchange -> exchange.deployment().gatewayId());

        private final String text;
        private final Function<Exchange, String> of;

        Known(String text, Function<Exchange, String> of) {
            this.text = text;
            this.of = of;
        }
    }

    /** Reads the element. */
    static MetricDimension compile(AttributeReader reader, PolicyBuild build) {
        PolicyText name = reader.requiredLiteral("name");
        Optional<Value> value = build.optional(reader, "value");
        if (value.isPresent()) {
            Value given = value.get();
            return new MetricDimension(name.text(), exchange -> given.text(exchange));
        }
        Optional<Known> known = Arrays.stream(Known.values())
                .filter(each -> each.text.equals(name.text().strip()))
                .findFirst();
        if (known.isEmpty() && !name.open()) {
            reader.error(
                    name.position(),
                    "the dimension `" + name.masked() + "` needs a `value`",
                    "only these do without: "
                            + Arrays.stream(Known.values())
                                    .map(each -> "`" + each.text + "`")
                                    .collect(Collectors.joining(", ")));
        }
        Function<Exchange, String> of =
                known.<Function<Exchange, String>>map(each -> each.of).orElse(exchange -> "");
        return new MetricDimension(name.text(), exchange -> {
            String said = of.apply(exchange);
            return said == null ? "" : said;
        });
    }

    String of(Exchange exchange) {
        return of.apply(exchange);
    }
}
