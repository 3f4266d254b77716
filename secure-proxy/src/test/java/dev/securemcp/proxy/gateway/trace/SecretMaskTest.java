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
    void aSecretIsReplacedHoweverItIsWrittenInAUrl() {
        SecretMask mask = SecretMask.of(List.of("se/cr et~(1)*"));
        assertThat(mask.apply("?a=se%2Fcr+et%7E%281%29*&b=se%2Fcr%20et~%281%29%2A&c=se%2Fcr+et%7E(1)*&d=1"))
                .isEqualTo("?a=***&b=***&c=***&d=1");
        assertThat(mask.and(List.of("to/ken")).apply("to%2Fken se%2Fcr%20et~%281%29%2A"))
                .isEqualTo("*** ***");
    }

    @Test
    void furtherSecretsThatItKnowsChangeNothing() {
        SecretMask mask = SecretMask.of(List.of("alpha/secret", "beta"));
        assertThat(mask.and(List.of("beta", "alpha/secret", "x"))).isSameAs(mask);
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
