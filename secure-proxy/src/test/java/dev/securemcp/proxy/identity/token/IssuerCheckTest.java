package dev.securemcp.proxy.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenRules.ConfiguredKey;
import dev.securemcp.proxy.mcp.Reason;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which issuers a key may speak for: listed ones, Entra's templates, several issuers in one rule. */
class IssuerCheckTest {

    private static final String TENANT = "11111111-2222-3333-4444-555555555555";
    private static final String OTHER = "99999999-2222-3333-4444-555555555555";
    private static final SignerKey KEY = SignerKey.of("first", "RS256");

    private final TokenFixture tokens = new TokenFixture();

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    /** An issuer whose metadata names this one. */
    private TestIssuer named(String name, String... jwks) throws Exception {
        TestIssuer issuer = TestIssuer.start(tokens.vertx, KEY);
        issuer.page("/.well-known/openid-configuration", TestIssuer.metadata(name, issuer.url() + "/keys"));
        if (jwks.length > 0) {
            issuer.publishJwks(jwks);
        }
        return issuer;
    }

    private Reason reason(TokenRules rules, String issuer, String tenant) throws Exception {
        return tokens.reason(rules, TestToken.of(issuer).claim("tid", tenant).sign(KEY));
    }

    @Test
    void issuers_are_accepted_beside_the_one_that_the_metadata_names() throws Exception {
        TokenRules rules = TokenFixture.trusting(named("https://a.example"))
                .issuers(List.of("https://b.example"))
                .build();

        assertThat(reason(rules, "https://a.example", null)).isNull();
        assertThat(reason(rules, "https://b.example", null)).isNull();
        assertThat(reason(rules, "https://c.example", null)).isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
    }

    @Test
    void or_instead_of_it() throws Exception {
        TokenRules.Builder rules =
                TokenFixture.trusting(named("https://a.example")).listedIssuersOnly(true);

        assertThat(reason(rules.issuers(List.of("https://b.example")).build(), "https://b.example", null))
                .isNull();
        assertThat(reason(rules.issuers(List.of("https://b.example")).build(), "https://a.example", null))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(rules.issuers(List.of("https://a.example")).build(), "https://a.example", null))
                .isNull();
        assertThat(reason(rules.issuers(List.of()).build(), "https://a.example", null))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
    }

    @Test
    void the_template_of_many_tenants_takes_the_tokens_own() throws Exception {
        TokenRules rules = TokenFixture.trusting(named("https://login.example/{tenantid}/v2.0"))
                .build();

        assertThat(reason(rules, "https://login.example/" + TENANT + "/v2.0", TENANT))
                .isNull();
        assertThat(reason(rules, "https://login.example/" + OTHER + "/v2.0", TENANT))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(rules, "https://login.example/" + TENANT + "/v2.0", null))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(rules, "https://login.example/{tenantid}/v2.0", TENANT))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(rules, "https://login.example/x/../evil/v2.0", "x/../evil"))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
    }

    @Test
    void listed_issuers_narrow_a_template_down() throws Exception {
        TokenRules rules = TokenFixture.trusting(named("https://login.example/{tenantid}/v2.0"))
                .issuers(List.of("https://login.example/" + TENANT + "/v2.0"))
                .build();

        assertThat(reason(rules, "https://login.example/" + TENANT + "/v2.0", TENANT))
                .isNull();
        assertThat(reason(rules, "https://login.example/" + OTHER + "/v2.0", OTHER))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
    }

    @Test
    void a_listed_template_stands_for_the_tenant_that_the_metadata_names() throws Exception {
        TokenRules rules = TokenFixture.trusting(named("https://login.example/" + TENANT + "/v2.0"))
                .issuers(List.of("https://sts.windows.net/{tenantid}/", "https://login.example/{tenantid}/v2.0"))
                .build();

        assertThat(reason(rules, "https://sts.windows.net/" + TENANT + "/", TENANT))
                .isNull();
        assertThat(reason(rules, "https://login.example/" + TENANT + "/v2.0", TENANT))
                .isNull();
        assertThat(reason(rules, "https://sts.windows.net/" + OTHER + "/", OTHER))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(rules, "https://login.example/" + OTHER + "/v2.0", OTHER))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
    }

    @Test
    void a_listed_template_stands_for_nobody_where_the_metadata_names_no_tenant() throws Exception {
        TokenRules rules = TokenFixture.trusting(named("https://elsewhere.example"))
                .issuers(List.of("https://sts.windows.net/{tenantid}/"))
                .build();

        assertThat(reason(rules, "https://sts.windows.net/" + TENANT + "/", TENANT))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
    }

    @Test
    void a_key_of_one_tenant_in_the_set_of_many_signs_for_that_tenant_alone() throws Exception {
        TestIssuer issuer = named(
                "https://login.example/{tenantid}/v2.0",
                KEY.jwk("\"issuer\":\"https://login.example/" + TENANT + "/v2.0\""));
        TokenRules rules = TokenFixture.trusting(issuer).build();

        assertThat(reason(rules, "https://login.example/" + TENANT + "/v2.0", TENANT))
                .isNull();
        assertThat(reason(rules, "https://login.example/" + OTHER + "/v2.0", OTHER))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
    }

    @Test
    void a_key_for_one_algorithm_signs_with_no_other() throws Exception {
        TestIssuer issuer = named("https://a.example", KEY.jwk("\"alg\":\"PS256\""));
        TokenRules rules = TokenFixture.trusting(issuer).build();
        SignerKey pss = new SignerKey("first", "PS256", KEY.pair());

        assertThat(tokens.valid(rules, TestToken.of("https://a.example").sign(pss)))
                .isTrue();
        assertThat(reason(rules, "https://a.example", null)).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
    }

    @Test
    void the_same_key_in_two_sets_speaks_for_both_issuers() throws Exception {
        TokenRules rules = TokenFixture.trusting(named("https://a.example"), named("https://b.example"))
                .build();

        assertThat(reason(rules, "https://a.example", null)).isNull();
        assertThat(reason(rules, "https://b.example", null)).isNull();
    }

    @Test
    void a_configured_key_speaks_for_the_issuers_of_the_rule() throws Exception {
        SignerKey own = SignerKey.of("own", "ES256");
        TokenRules.Builder rules = TokenFixture.trusting(named("https://a.example"))
                .keys(List.of(new ConfiguredKey("own", own.pair().getPublic())));
        TokenRules alone = TokenRules.builder()
                .keys(List.of(new ConfiguredKey("own", own.pair().getPublic())))
                .build();
        // Until the metadata has been read it is not known whom it names.
        assertThat(reason(rules.build(), "https://a.example", null)).isNull();

        assertThat(tokens.valid(rules.build(), TestToken.of("https://a.example").sign(own)))
                .isTrue();
        assertThat(tokens.reason(
                        rules.build(), TestToken.of("https://c.example").sign(own)))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(tokens.valid(alone, TestToken.of("https://c.example").sign(own)))
                .isTrue();
    }
}
