package dev.securemcp.proxy.policy.access;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.AddressRange;
import dev.securemcp.proxy.config.AddressSet;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.FilterSettings;
import dev.securemcp.proxy.policy.PolicyTesting;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpFilterTest {

    private static final FilterSettings LISTS = FilterSettings.of(
            Map.of(
                    "blocked",
                    new AddressSet.Builder()
                            .add(AddressRange.parse("198.51.100.0/24").orElseThrow())
                            .build()),
            Map.of());

    private static PolicyTesting configured() {
        return policies().filters(LISTS).named("office", "203.0.113.7");
    }

    private static String outcome(String xml, String address) {
        Verdict said = configured()
                .load(Section.INBOUND, xml)
                .run(Section.INBOUND, TestExchange.call().from(address).build());
        if (said instanceof Verdict.Fail(Failure failure)) {
            return failure.answer().status() + " " + failure.answer().reason().reason();
        }
        return "passes";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allow  | <address>203.0.113.7</address>                             | 203.0.113.7  | passes",
                "allow  | <address> 203.0.113.7 </address>                           | 203.0.113.8  | 403 CallerIpNotAllowed",
                "forbid | <address>203.0.113.7</address>                             | 203.0.113.7  | 403 CallerIpBlocked",
                "forbid | <address>203.0.113.7</address>                             | 203.0.113.8  | passes",
                "allow  | <address-range from='203.0.113.1' to='203.0.113.9' />      | 203.0.113.9  | passes",
                "allow  | <address-range from='203.0.113.1' to='203.0.113.9' />      | 203.0.113.10 | 403 CallerIpNotAllowed",
                "allow  | <address>10.0.0.0/8</address><address>2001:db8::/32</address> | 2001:db8::9 | passes",
                "allow  | <address>2001:DB8:0:0:0:0:0:9</address>                    | 2001:db8::9  | passes",
                "forbid | <address>::ffff:203.0.113.7</address>                      | 203.0.113.7  | 403 CallerIpBlocked",
                "forbid | <address-list name='blocked' />                            | 198.51.100.9 | 403 CallerIpBlocked",
                "forbid | <address-list name='blocked' /><address>192.0.2.1</address> | 192.0.2.2   | passes",
                "allow  | <address>{{office}}</address>                              | 203.0.113.7  | passes",
                "allow  | <address>@(\"203.0.113.\" + 7)</address>                   | 203.0.113.7  | passes",
                "allow  | <address>@(\"203.0.113.0/29\")</address>                   | 203.0.113.8  | 403 CallerIpNotAllowed",
                "forbid | <address>@(\"203.0.113.0/29\")</address>                   | 203.0.113.7  | 403 CallerIpBlocked",
                "allow  | <address>@(\"office\")</address>                           | 203.0.113.7  | 500 ExpressionValueEvaluationFailure",
                "@(\"for\" + \"bid\") | <address>203.0.113.7</address>               | 203.0.113.7  | 403 CallerIpBlocked",
                "@(\"deny\")  | <address>203.0.113.7</address>                       | 203.0.113.7  | 500 ExpressionValueEvaluationFailure",
                "allow  | <address>203.0.113.7</address>                             | unknown      | 403 FailedToParseCallerIP",
                "forbid | <address>203.0.113.7</address>                             | unknown      | 403 FailedToParseCallerIP",
            })
    void who_may_pass(String action, String addresses, String caller, String outcome) {
        assertThat(outcome("<ip-filter action='" + action.strip() + "'>" + addresses + "</ip-filter>", caller))
                .isEqualTo(outcome);
    }

    @Test
    void a_denial_names_the_address() {
        Failure failure = configured()
                .load(Section.INBOUND, "<ip-filter action='allow'><address>192.0.2.1</address></ip-filter>")
                .failure(TestExchange.call().from("2001:db8::9").build());

        assertThat(failure.answer().message()).isEqualTo("The caller's address is not allowed: 2001:db8::9");
        assertThat(failure.answer().source()).isEqualTo("ip-filter");
    }

    @Test
    void filters_of_all_scopes_are_asked_one_after_the_other() {
        String both = "<ip-filter action='allow'><address>10.0.0.0/8</address></ip-filter>"
                + "<ip-filter action='forbid'><address>10.6.0.0/16</address></ip-filter>";

        assertThat(outcome(both, "10.5.0.1")).isEqualTo("passes");
        assertThat(outcome(both, "10.6.0.1")).isEqualTo("403 CallerIpBlocked");
        assertThat(outcome(both, "11.0.0.1")).isEqualTo("403 CallerIpNotAllowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<ip-filter action='allow'/>|1:20: inbound/ip-filter: `ip-filter` names no address;"
                        + " put `<address>`, `<address-range>` or `<address-list>` into it",
                "<ip-filter><address>10.0.0.1</address></ip-filter>|1:20: inbound/ip-filter: `ip-filter` needs the attribute `action`",
                "<ip-filter action='deny'><address>10.0.0.1</address></ip-filter>|1:39: inbound/ip-filter: found `deny` in `action`,"
                        + " expected one of `allow`, `forbid`",
                "<ip-filter action='allow'><address>10.1</address></ip-filter>|1:55: inbound/ip-filter/address: `10.1` is no address and"
                        + " no range of addresses; write 192.0.2.1, 2001:db8::1, or a range such as 10.0.0.0/8, without a port or zone",
                "<ip-filter action='allow'><address>fe80::1%1</address></ip-filter>|1:55: inbound/ip-filter/address: `fe80::1%1` is no"
                        + " address and no range of addresses; write 192.0.2.1, 2001:db8::1, or a range such as 10.0.0.0/8,"
                        + " without a port or zone",
                "<ip-filter action='allow'><address>10.1.0.0/8</address></ip-filter>|1:55: inbound/ip-filter/address: the address in"
                        + " `10.1.0.0/8` goes on behind the prefix; 10.1.2.3/8 is written 10.0.0.0/8; an address alone needs no prefix",
                "<ip-filter action='allow'><address/></ip-filter>|1:46: inbound/ip-filter/address: `address` needs text inside it",
                "<ip-filter action='allow'><address-range from='10.0.0.2' to='10.0.0.1'/></ip-filter>|1:46: inbound/ip-filter/address-range:"
                        + " this is no range: the first address is behind the last",
                "<ip-filter action='allow'><address-range from='10.0.0.2' to='::1'/></ip-filter>|1:46: inbound/ip-filter/address-range:"
                        + " this is no range: one address is IPv4 and the other IPv6",
                "<ip-filter action='allow'><address-range from='10.0.0.2'/></ip-filter>|1:46: inbound/ip-filter/address-range:"
                        + " `address-range` needs the attribute `to`",
                "<ip-filter action='allow'><address-list name='block'/></ip-filter>|1:66: inbound/ip-filter/address-list: there is no address"
                        + " list `block`; did you mean `blocked`?",
                "<ip-filter action='allow'><address-list name='office'/></ip-filter>|1:66: inbound/ip-filter/address-list: there is no"
                        + " address list `office`; declare it under `address-lists`",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(configured().faults(Section.INBOUND, xml)).containsExactly(fault);
    }
}
