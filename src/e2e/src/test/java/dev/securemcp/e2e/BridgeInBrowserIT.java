package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bridge's pages in a real browser, which has its own rules for cookies, origins, referrers and content policies. */
@NeedsNode
@NeedsBrowser
@ExtendWith(Fixtures.class)
class BridgeInBrowserIT {
    @Test
    void aPersonAllowsAndSignsIn(Bridged bridged) {
        Visit visit = SignIn.person("v2", bridged.url(Bridged.PATH))
                .with("browser", Browser.find().orElseThrow())
                .visit(Weather.FORECAST)
                .succeeded();

        assertThat(titles(visit)).containsExactly(Bridged.CONSENT, Bridged.SIGN_IN);
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }

    @Test
    void aPersonDenies(Bridged bridged) {
        Visit visit = SignIn.person("v2", bridged.url(Bridged.PATH))
                .with("browser", Browser.find().orElseThrow())
                .with("press", "^deny$")
                .visit(Weather.FORECAST);

        assertThat(visit.status()).isEqualTo(1);
        assertThat(visit.step("signed-in").path("error").asText())
                .as(visit.said())
                .isEqualTo("access_denied");
        assertThat(titles(visit)).containsExactly(Bridged.CONSENT);
    }

    private static List<String> titles(Visit visit) {
        JsonNode pages = visit.step("signed-in").path("pages");
        return StreamSupport.stream(pages.spliterator(), false)
                .map(page -> page.path("title").asText())
                .toList();
    }
}
