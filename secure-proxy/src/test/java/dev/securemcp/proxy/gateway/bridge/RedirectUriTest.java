package dev.securemcp.proxy.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where clients may have people sent back to. */
class RedirectUriTest {

    @ParameterizedTest
    @CsvSource({
        "https://client.example/cb, true",
        "https://client.example/*, true",
        "https://*, false",
        "https:*, false",
        "https:/*, false",
        "https:///*, false",
        "https://client.example*, false",
        "https://other.example/*, false",
        "https://client.example/other, false",
    })
    void a_pattern_for_everybody_names_nobody(String pattern, boolean named) {
        assertThat(RedirectUri.isNamed("https://client.example/cb", List.of(pattern)))
                .isEqualTo(named);
    }

    @Test
    void a_scheme_of_a_programs_own_names_the_program() {
        assertThat(RedirectUri.isNamed("cursor://anysphere/cb", List.of("cursor://*")))
                .isTrue();
        assertThat(RedirectUri.isNamed("cursor://anysphere/cb", List.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example/cb",
                "https://client.example:8443/cb?tenant=1",
                "http://127.0.0.1/cb",
                "http://127.0.0.1:3334/cb",
                "http://[::1]:3334/cb",
                "http://localhost:3334/oauth/callback",
                "com.example.app:/oauth/callback",
                "com.example.app://cb"
            })
    void these_can_be_registered(String uri) {
        assertThat(RedirectUri.fault(uri, List.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/cb",
                "client.example/cb",
                "//client.example/cb",
                "http://client.example/cb",
                "http://127.0.0.2/cb",
                "http://127.0.0.1.evil.example/cb",
                "http://localhost.evil.example/cb",
                "http://localhost:3334@evil.example/cb",
                "https://user@client.example/cb",
                "https://user:secret@client.example/cb",
                "https://client.example/cb#fragment",
                "https://client.example/cb#",
                "https:///cb",
                "https:cb",
                "https://client.example:0/cb",
                "https://client.example:99999/cb",
                "HTTPS://client.example/cb",
                "https://client.example/\\cb",
                "https://client.example/ cb",
                "https://client.example/cb\r\nSet-Cookie: a=b",
                "https://client.example/<script>",
                "https://clíent.example/cb",
                "javascript:alert(1)",
                "data:text/html,hello",
                "file:///etc/passwd",
                "vbscript:x.y",
                "cursor://anysphere.cursor-retrieval/oauth/callback",
                "myapp:/cb"
            })
    void these_cannot(String uri) {
        assertThat(RedirectUri.fault(uri, List.of())).isNotNull();
    }

    @Test
    void one_that_is_too_long_cannot() {
        assertThat(RedirectUri.fault("https://client.example/" + "a".repeat(600), List.of()))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        // registered, asked for, the same
        "https://client.example/cb, https://client.example/cb, true",
        "https://client.example/cb, https://client.example/cb/, false",
        "https://client.example/cb, https://client.example/cb/more, false",
        "https://client.example/cb, https://client.example/cb?x=1, false",
        "https://client.example/cb, https://client.example/CB, false",
        "https://client.example/cb, https://CLIENT.example/cb, false",
        "https://client.example/cb, https://client.example:443/cb, false",
        "https://client.example/cb, https://client.example:8443/cb, false",
        "https://client.example/cb, https://client.example/x/../cb, false",
        "https://client.example/cb, https://client.example.evil.example/cb, false",
        "https://client.example/cb, https://client.example@evil.example/cb, false",
        "https://client.example/cb, https://client.example/cb#f, false",
        "https://client.example/cb, http://client.example/cb, false",
        "http://127.0.0.1:3334/cb, http://127.0.0.1:50123/cb, true",
        "http://127.0.0.1:3334/cb, http://127.0.0.1/cb, true",
        "http://127.0.0.1/cb, http://127.0.0.1:50123/cb, true",
        "http://[::1]/cb, http://[::1]:50123/cb, true",
        "http://localhost/cb, http://localhost:50123/cb, true",
        "http://localhost/cb, http://127.0.0.1:50123/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1:50123/other, false",
        "http://127.0.0.1/cb, http://127.0.0.1:50123/cb?x=1, false",
        "http://127.0.0.1/cb, http://127.0.0.1:50123@evil.example/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1:evil/cb, false",
        "http://127.0.0.1/cb, https://127.0.0.1:50123/cb, false",
        "https://127.0.0.1/cb, https://127.0.0.1:50123/cb, false",
        "com.example.app:/cb, com.example.app:/cb, true",
        "com.example.app:/cb, com.example.app:/cb2, false",
    })
    void what_is_asked_for_must_be_what_was_registered(String registered, String asked, boolean same) {
        assertThat(RedirectUri.matches(registered, asked)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "https://client.example/cb, true",
        "https://apps.example/a/cb, true",
        "https://apps.example/a/../b, false",
        "https://apps.example/a/%2E%2E/b, false",
        "https://apps.example.evil.example/a/cb, false",
        "https://other.example/cb, false",
        "http://127.0.0.1:50123/any, true",
        "http://localhost:50123/any, false",
        "cursor://anysphere.cursor-retrieval/oauth/callback, true",
        "cursor://other/oauth/callback, false",
        "com.example.app:/cb, false",
    })
    void an_operator_can_name_what_is_allowed(String uri, boolean allowed) {
        List<String> patterns = List.of(
                "https://client.example/cb",
                "https://apps.example/a/*",
                "http://127.0.0.1/*",
                "cursor://anysphere.cursor-retrieval/*");

        assertThat(RedirectUri.fault(uri, patterns) == null).isEqualTo(allowed);
    }

    @Test
    void nothing_that_an_operator_names_allows_what_browsers_run() {
        assertThat(RedirectUri.fault("javascript:alert(1)", List.of("javascript:*")))
                .isNotNull();
        assertThat(RedirectUri.fault("http://client.example/cb", List.of("http://client.example/*")))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://client.example:8443/cb, client.example:8443",
        "http://127.0.0.1:3334/cb, a program on this computer",
        "com.example.app:/cb, the program that opens com.example.app:",
    })
    void people_are_told_where_it_leads(String uri, String target) {
        assertThat(RedirectUri.target(uri)).isEqualTo(target);
    }
}
