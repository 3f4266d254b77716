package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryStringTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, null, ''",
                "'', null, ''",
                "a=1, null, a=1",
                "subscription-key=abc, abc, ''",
                "a=1&subscription-key=abc&b=%20, abc, a=1&b=%20",
                "subscription-key=abc&subscription-key=def, abc, ''",
                "subscription%2Dkey=a%2Bb, a+b, ''",
                "subscription-key, '', ''",
                "subscription-key=, '', ''",
                "my-subscription-key=abc, null, my-subscription-key=abc",
                "a=subscription-key=x, null, a=subscription-key=x",
                "%ZZ=1&subscription-key=k, k, %ZZ=1",
                "Subscription-Key=k&b, k, b",
                "a=1&&b=2, null, a=1&&b=2",
            })
    void findsAKeyAndLeavesNoTraceOfIt(String query, String value, String rest) {
        assertThat(QueryString.first(query, "subscription-key")).isEqualTo(value);
        assertThat(QueryString.without(query, "subscription-key")).isEqualTo(rest);
    }
}
