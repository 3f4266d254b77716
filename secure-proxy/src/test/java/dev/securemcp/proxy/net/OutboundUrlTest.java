package dev.securemcp.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://a.example/",
        "HTTPS://A.Example:443/x, https://a.example/x",
        "http://a.example:8080/x?y=1&z=2#frag, http://a.example:8080/x?y=1&z=2",
        "' http://a.example/x ', http://a.example/x",
        "http://[::1]:81/, http://[::1]:81/",
        "http://a.example/a b?q={x}|\"y\", http://a.example/a%20b?q=%7Bx%7D%7C%22y%22",
        "http://a.example/straße, http://a.example/stra%C3%9Fe",
        "http://a.example/a%20b, http://a.example/a%20b",
        "http://a.example?x=1, http://a.example/?x=1"
    })
    void a_url_is_taken_apart_and_written_as_it_is_sent(String text, String expected) {
        assertThat(OutboundUrl.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', does not begin with http",
        "/relative, does not begin with http",
        "ftp://a.example/, does not begin with http",
        "file:///etc/passwd, does not begin with http",
        "http://, not a URL",
        "http:///x, no host",
        "http://user:secret@a.example/, holds credentials",
        "http://a.example:0/, wrong port",
        "http://a.example:65536/, wrong port",
        "http://0x7f.1/, no host",
        "http://127.1/, no host",
        "http://a.example\\@127.0.0.1/, credentials",
        "http://a.example%00.b/, no host",
        "'http://a.exam\nple/', no host",
        "http://a.example/%zz, not a URL"
    })
    void what_cannot_be_called_is_refused_without_being_shown(String text, String expected) {
        assertThatThrownBy(() -> OutboundUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "/z, http://a.example/z",
        "z, http://a.example/x/z",
        "?q=1, http://a.example/x/?q=1",
        "//b.example/z, http://b.example/z",
        "https://b.example, https://b.example/"
    })
    void a_redirect_is_resolved_against_the_url(String location, String expected) {
        assertThat(OutboundUrl.parse("http://a.example/x/").resolve(location)).hasToString(expected);
    }
}
