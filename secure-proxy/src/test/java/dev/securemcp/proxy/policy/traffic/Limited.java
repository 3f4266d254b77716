package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.Caller;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.exchange.limit.LimitServices;
import dev.securemcp.proxy.expression.ProductFacts;
import dev.securemcp.proxy.expression.SubscriptionFacts;
import dev.securemcp.proxy.limits.MemoryQuotas;
import dev.securemcp.proxy.limits.MemoryRates;
import dev.securemcp.proxy.limits.RateTable;
import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Counters with a clock that a test moves, and exchanges that are counted by them. */
final class Limited {

    private final List<String> decisions = new ArrayList<>();
    private final Services services;
    private long micros = 1_000_000;
    private long in = 100;
    private long out = 200;
    private Instant now = TestExchange.NOW;

    Limited() {
        this(1_000);
    }

    /** @param counters how many keys have a counter of their own */
    Limited(int counters) {
        services = Services.NONE.withLimits(new LimitServices(
                new MemoryRates(new RateTable(counters), () -> micros),
                MemoryQuotas.volatileOnes(counters),
                (policy, server, outcome) -> decisions.add(policy + " " + server + " " + outcome)));
    }

    void pass(long seconds) {
        micros += seconds * 1_000_000;
        now = now.plusSeconds(seconds);
    }

    /** The usual call, counted here. */
    TestExchange call() {
        return TestExchange.call().services(services).clock(() -> now);
    }

    /** A call of one of a subscription's tools. */
    TestExchange call(String subscription, String tool) {
        return call().caller(caller(subscription)).message(TestExchange.facts("tools/call", tool, "7"));
    }

    /** Policy, server and outcome of every decision so far. */
    List<String> decisions() {
        return decisions;
    }

    static Caller caller(String subscription) {
        return new Caller(
                "203.0.113.7", new Subscription(subscription), new Product("starter", "Starter"), false, null);
    }

    /** How large the bodies of whole calls are from now on. */
    void bodies(long newIn, long newOut) {
        in = newIn;
        out = newOut;
    }

    /** How many of so many such calls pass. */
    int passed(Loaded loaded, TestExchange call, int calls) {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            passed += loaded.run(Section.INBOUND, call.build()) == Verdict.CONTINUE ? 1 : 0;
        }
        return passed;
    }

    /** One call from its beginning to its end, with the backend's answer; the failure where it was refused, else null. */
    Failure whole(Loaded loaded, TestExchange call, int status) {
        Exchange exchange = call.build();
        Verdict said = loaded.run(Section.INBOUND, exchange);
        Failure refused = said instanceof Verdict.Fail(Failure failure) ? failure : null;
        exchange.response(new ResponseState(
                refused == null ? status : refused.answer().status(), null, HeaderFields.empty(), new byte[0]));
        exchange.limits().apply(exchange.response());
        exchange.limits().ended(in, out);
        return refused;
    }

    private record Product(String id, String name) implements ProductFacts {}

    private record Subscription(String id) implements SubscriptionFacts {
        @Override
        public String name() {
            return id;
        }

        @Override
        public String key() {
            return null;
        }

        @Override
        public String primaryKey() {
            return null;
        }

        @Override
        public String secondaryKey() {
            return null;
        }

        @Override
        public Instant createdDate() {
            return null;
        }

        @Override
        public Instant startDate() {
            return Instant.parse("2026-01-31T23:50:00Z");
        }

        @Override
        public Instant endDate() {
            return null;
        }
    }
}
