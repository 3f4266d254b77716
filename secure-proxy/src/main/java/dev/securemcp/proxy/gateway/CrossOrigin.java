package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.policy.ServerPolicies;
import dev.securemcp.proxy.policy.access.Cors;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the {@code cors} policies of a server say of requests that web pages make: asked before the caller is known, and again once it
 * is, since a product may have one of its own. A preflight carries no key, so there the policies of all products are asked. Immutable.
 */
final class CrossOrigin {

    private static final String ORIGIN_ALONE = "Origin";
    private static final String PREFLIGHT = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

    private final List<List<Cors>> ofAnybody;
    private final List<Cors> withoutProduct;
    private final Map<String, List<Cors>> byProduct;

    private CrossOrigin(List<List<Cors>> ofAnybody, List<Cors> withoutProduct, Map<String, List<Cors>> byProduct) {
        this.ofAnybody = ofAnybody;
        this.withoutProduct = withoutProduct;
        this.byProduct = byProduct;
    }

    /**
     * What comes of it for one request.
     *
     * @param allowed whether a policy lets the page call, so that the guard against foreign pages need not
     * @param preflight whether the browser only asks
     * @param fields what every answer carries
     * @param ends whether an empty 200 ends the call here
     */
    record Decision(boolean allowed, boolean preflight, HeaderFields fields, boolean ends) {

        /** No web page, or no policy. */
        static final Decision NONE = new Decision(false, false, HeaderFields.empty(), false);

        /** The empty answer of a call that ends here. */
        ResponseState answer() {
            return new ResponseState(200, null, HeaderFields.empty(), new byte[0]);
        }

        /** Adds the fields to an answer; what a policy has set in words stays. */
        void stamp(ResponseState response) {
            fields.forEach((name, value) -> {
                if (name.equals("Vary")) {
                    vary(response, value);
                } else if (response.headers().first(name) == null) {
                    response.headers().add(name, expand(name, value, response));
                }
            });
        }

        /** With credentials, {@code *} is the name of a header, not all of them (Fetch §3.2.5). */
        private String expand(String name, String value, ResponseState response) {
            boolean all = name.equals("Access-Control-Expose-Headers") && value.contains("*");
            return all && fields.first("Access-Control-Allow-Credentials") != null
                    ? String.join(", ", response.headers().names())
                    : value;
        }

        private static void vary(ResponseState response, String value) {
            String before = response.headers().joined("Vary");
            response.headers().set("Vary", before == null ? value : before + ", " + value);
        }
    }

    /** Those of a server's policies. */
    static CrossOrigin of(ServerPolicies policies) {
        List<Cors> withoutProduct = of(policies, null);
        Set<List<Cors>> ofAnybody = new LinkedHashSet<>(List.of(withoutProduct));
        Map<String, List<Cors>> byProduct = new HashMap<>();
        for (String product : policies.byProduct().keySet()) {
            List<Cors> ofProduct = of(policies, product);
            byProduct.put(product, ofProduct);
            ofAnybody.add(ofProduct);
        }
        return new CrossOrigin(List.copyOf(ofAnybody), withoutProduct, Map.copyOf(byProduct));
    }

    private static List<Cors> of(ServerPolicies policies, String product) {
        return policies.sections(product, null).inbound().all(Cors.class);
    }

    /** What holds until the key is checked. */
    Decision ofAnybody(Exchange exchange) {
        Decision said = Decision.NONE;
        for (List<Cors> policies : ofAnybody) {
            // What one product's policy does not allow, another's may.
            Decision here = decide(exchange, policies);
            if (here.allowed()) {
                return here;
            }
            said = here == Decision.NONE ? said : here;
        }
        return said;
    }

    /** What holds for the caller. */
    Decision ofCaller(Exchange exchange) {
        String product = exchange.caller().productId();
        return decide(exchange, product == null ? withoutProduct : byProduct.getOrDefault(product, withoutProduct));
    }

    /** @throws dev.securemcp.proxy.expression.ExpressionException where an expression of a policy fails */
    private static Decision decide(Exchange exchange, List<Cors> policies) {
        if (policies.isEmpty()) {
            return Decision.NONE;
        }
        HeaderFields headers = exchange.request().headers();
        String origin = headers.count("Origin") == 1 ? headers.first("Origin") : null;
        String asked = headers.first("Access-Control-Request-Method");
        boolean preflight =
                origin != null && asked != null && exchange.request().method().equals("OPTIONS");
        String method = preflight ? asked : exchange.request().method();
        boolean simple = method.equals("GET") && !preflight && !ownPage(exchange.request(), origin);
        for (Cors cors : origin == null ? List.<Cors>of() : policies) {
            if (cors.matches(exchange, origin, method)) {
                HeaderFields fields = preflight
                        ? cors.preflight(
                                exchange,
                                origin,
                                method,
                                headers.joined("Access-Control-Request-Headers"),
                                "true".equals(headers.first("Access-Control-Request-Private-Network")))
                        : cors.answer(exchange, origin);
                fields.add("Vary", preflight ? PREFLIGHT : ORIGIN_ALONE);
                return new Decision(true, preflight, fields, preflight);
            }
            if (cors.terminates(exchange)) {
                return unmatched(preflight, preflight || simple);
            }
        }
        return unmatched(preflight, preflight);
    }

    private static Decision unmatched(boolean preflight, boolean ends) {
        HeaderFields fields = HeaderFields.empty();
        fields.add("Vary", preflight ? PREFLIGHT : ORIGIN_ALONE);
        return new Decision(false, preflight, fields, ends);
    }

    /** Whether the page is the gateway's own: then the request does not cross origins. */
    private static boolean ownPage(RequestState request, String origin) {
        RequestUrl url = request.originalUrl();
        String own = url.scheme() + "://" + url.host();
        return origin != null
                && (origin.equalsIgnoreCase(own + ":" + url.port())
                        || (origin.equalsIgnoreCase(own)
                                && url.port() == (url.scheme().equals("https") ? 443 : 80)));
    }
}
