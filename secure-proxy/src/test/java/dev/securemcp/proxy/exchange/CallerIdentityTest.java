package dev.securemcp.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.expression.value.Jwt;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a session is: what a token says of its holder, and nothing that another holder could say too. */
class CallerIdentityTest {

    private static Caller with(String subject, Map<String, List<String>> claims) {
        Jwt token = new Jwt("JWT", "RS256", null, "https://a", subject, List.of(), null, null, null, claims);
        return Caller.anonymous("192.0.2.1").with(token);
    }

    @ParameterizedTest
    @CsvSource({"azp", "client_id", "appid"})
    void a_token_is_its_issuers_subjects_and_clients(String claim) {
        assertThat(with("ann", Map.of(claim, List.of("app"))).identity()).isEqualTo("https://a|ann|app");
        assertThat(with("ann", Map.of(claim, List.of("app"))).principal()).isEqualTo("token:https://a|ann|app");
    }

    @Test
    void a_subject_cannot_read_like_another_one_with_its_client() {
        String victim = with("ann", Map.of("azp", List.of("app"))).identity();

        assertThat(with("ann|app", Map.of()).identity()).isNotEqualTo(victim);
        assertThat(with("ann|app", Map.of()).identity())
                .isNotEqualTo(with("ann", Map.of("azp", List.of("app|"))).identity());
        assertThat(with("a|b", Map.of()).identity())
                .isNotEqualTo(with("a%7Cb", Map.of()).identity());
    }

    @Test
    void without_subject_and_client_a_token_is_nobodys() {
        assertThat(with(null, Map.of()).nameless()).isTrue();
        assertThat(with("", Map.of()).nameless()).isTrue();
        assertThat(with("ann", Map.of()).nameless()).isFalse();
        assertThat(with(null, Map.of("azp", List.of("app"))).nameless()).isFalse();
        assertThat(Caller.anonymous("192.0.2.1").nameless()).isFalse();
    }
}
