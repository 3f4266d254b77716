package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.config.AddressRange;
import dev.securemcp.proxy.config.AddressSet;
import dev.securemcp.proxy.config.AddressSet.Found;
import dev.securemcp.proxy.config.AddressText;
import dev.securemcp.proxy.config.Nearest;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ip-filter} (APIM: "Restrict caller IPs"): lets the listed addresses through alone, or all but these. The address is
 * the caller's as the gateway found it: the socket's, or the one that a trusted proxy vouches for.
 *
 * @param action {@code allow} or {@code forbid}
 * @param listed everything that the document and its lists hold
 * @param computed addresses that expressions give
 */
public record IpFilter(Value action, AddressSet listed, List<Value> computed) implements Policy {

    private enum Action {
        ALLOW,
        FORBID
    }

    /** Compiles the element. */
    public static IpFilter compile(AttributeReader reader, PolicyBuild build) {
        PolicyText action = reader.required("action");
        if (!action.isExpression() && !action.open()) {
            reader.oneOf("action", Action.values(), Action.ALLOW);
        }
        AddressSet.Builder listed = new AddressSet.Builder();
        List<Value> computed = new ArrayList<>();
        List<AttributeReader> addresses = reader.children("address");
        for (AttributeReader child : addresses) {
            address(child, build, listed, computed);
            child.done();
        }
        List<AttributeReader> ranges = reader.children("address-range");
        for (AttributeReader child : ranges) {
            range(child, listed);
            child.done();
        }
        List<AttributeReader> lists = reader.children("address-list");
        for (AttributeReader child : lists) {
            list(child, build, listed);
            child.done();
        }
        if (addresses.isEmpty() && ranges.isEmpty() && lists.isEmpty()) {
            reader.error(
                    reader.element().position(),
                    "`ip-filter` names no address",
                    "put `<address>`, `<address-range>` or `<address-list>` into it");
        }
        return new IpFilter(build.value(reader, action), listed.build(), List.copyOf(computed));
    }

    private static void address(
            AttributeReader child, PolicyBuild build, AddressSet.Builder listed, List<Value> computed) {
        PolicyText text = child.requiredText();
        if (text.isExpression()) {
            computed.add(build.value(child, text));
        } else if (!text.open()) {
            Optional<AddressRange> range = AddressRange.parse(text.text());
            if (range.isEmpty() || range.get().hasHostBits()) {
                child.error(
                        text.position(),
                        range.isEmpty()
                                ? "`" + text.masked() + "` is no address and no range of addresses"
                                : "the address in `" + text.masked() + "` goes on behind the prefix",
                        range.isEmpty()
                                ? "write 192.0.2.1, 2001:db8::1, or a range such as 10.0.0.0/8, without a port or zone"
                                : "10.1.2.3/8 is written 10.0.0.0/8; an address alone needs no prefix");
                return;
            }
            listed.add(range.get());
        }
    }

    private static void range(AttributeReader child, AddressSet.Builder listed) {
        Optional<InetAddress> from = bound(child, "from");
        Optional<InetAddress> to = bound(child, "to");
        if (from.isPresent() && to.isPresent()) {
            try {
                listed.add(from.get(), to.get());
            } catch (IllegalArgumentException e) {
                child.error(child.element().position(), "this is no range: " + e.getMessage(), "");
            }
        }
    }

    private static Optional<InetAddress> bound(AttributeReader child, String attribute) {
        PolicyText text = child.requiredLiteral(attribute).strip();
        if (text.open()) {
            return Optional.empty();
        }
        InetAddress address = AddressText.parse(text.text());
        if (address == null) {
            child.error(
                    text.position(),
                    "`" + text.masked() + "` in `" + attribute + "` is no address",
                    "write an address such as 192.0.2.1 or 2001:db8::1, without a port or zone");
        }
        return Optional.ofNullable(address);
    }

    private static void list(AttributeReader child, PolicyBuild build, AddressSet.Builder listed) {
        PolicyText name = child.requiredLiteral("name").strip();
        if (name.open()) {
            return;
        }
        Optional<AddressSet> list = build.settings().filters().addressList(name.text());
        if (list.isEmpty()) {
            child.error(
                    name.position(),
                    "there is no address list `" + name.masked() + "`",
                    Nearest.reference(name.text(), build.settings().filters().addressLists(), "address-lists"));
        }
        list.ifPresent(listed::add);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String address = exchange.request().ipAddress();
        boolean allow = allow(exchange);
        Found found = listed.find(address);
        if (found == Found.OUT && !computed.isEmpty()) {
            found = among(computed, exchange, address) ? Found.IN : Found.OUT;
        }
        return switch (found) {
            case UNREADABLE -> deny(Reason.FAILED_TO_PARSE_CALLER_IP, "");
            case IN -> allow ? Verdict.NEXT : deny(Reason.CALLER_IP_BLOCKED, ": " + address);
            case OUT -> allow ? deny(Reason.CALLER_IP_NOT_ALLOWED, ": " + address) : Verdict.NEXT;
        };
    }

    private boolean allow(Exchange exchange) {
        String said = action.text(exchange).strip();
        for (Action one : Action.values()) {
            if (one.name().equalsIgnoreCase(said)) {
                return one == Action.ALLOW;
            }
        }
        throw new ExpressionException("FormatException", "action is allow or forbid", null);
    }

    private static boolean among(List<Value> computed, Exchange exchange, String address) {
        InetAddress caller = AddressText.parse(address);
        for (Value value : computed) {
            AddressRange range = AddressRange.parse(value.text(exchange).strip())
                    .orElseThrow(() -> new ExpressionException(
                            "FormatException", "an address is expected, such as 192.0.2.1 or 10.0.0.0/8", null));
            if (range.contains(caller)) {
                return true;
            }
        }
        return false;
    }

    private static Future<Verdict> deny(Reason reason, String detail) {
        return Verdict.fail(Failure.of(ErrorAnswer.of(reason, reason.message() + detail)));
    }
}
