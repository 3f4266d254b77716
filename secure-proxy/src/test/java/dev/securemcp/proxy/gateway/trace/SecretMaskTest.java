package dev.securemcp.proxy.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMaskTest {

    @Test
    void everySecretIsReplacedWhereverItStands() {
        SecretMask mask = SecretMask.of(List.of("alpha-secret", "beta-secret"));
        assertThat(mask.apply("Bearer alpha-secret, beta-secretbeta-secret")).isEqualTo("Bearer ***, ******");
    }

    @Test
    void aSecretInsideAnotherLeavesNoRest() {
        assertThat(SecretMask.of(List.of("secret", "secret-and-more")).apply("x secret-and-more y"))
                .isEqualTo("x *** y");
    }

    @Test
    void whatIsTooShortToBeASecretStays() {
        assertThat(SecretMask.of(List.of("no", "")).apply("no news")).isEqualTo("no news");
    }

    @Test
    void furtherSecretsOfOneRequestDoNotStayForOthers() {
        SecretMask mask = SecretMask.of(List.of("alpha-secret"));
        assertThat(mask.and(List.of("request-token")).apply("alpha-secret request-token"))
                .isEqualTo("*** ***");
        assertThat(mask.apply("request-token")).isEqualTo("request-token");
    }
}
