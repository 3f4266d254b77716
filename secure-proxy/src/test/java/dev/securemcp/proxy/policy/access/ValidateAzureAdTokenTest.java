package dev.securemcp.proxy.policy.access;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.TokenConfig;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.AccessSettings;
import dev.securemcp.proxy.policy.PolicyTesting;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateAzureAdTokenTest {

    private static final String TENANT = "11111111-2222-3333-4444-555555555555";
    private static final String CLIENT = "aaaaaaaa-2222-3333-4444-555555555555";
    private static final String CLIENTS =
            "<client-application-ids><application-id>" + CLIENT + "</application-id></client-application-ids>";
    private static final URI AUTHORITY = URI.create("http://127.0.0.1:4000");
    private static final AccessSettings TEST_AUTHORITY =
            new AccessSettings(true, new TokenConfig(AUTHORITY, Set.of()), false);

    private static String element(String attributes, String children) {
        return "<validate-azure-ad-token " + attributes + ">" + children + "</validate-azure-ad-token>";
    }

    private static Verdict run(JudgedTokens tokens, String attributes, String children, TestExchange call) {
        return policies()
                .load(Section.INBOUND, element(attributes, children))
                .run(Section.INBOUND, call.services(tokens.services()).build());
    }

    private static TokenRules rules(AccessSettings access, String tenant, String children) {
        JudgedTokens tokens = JudgedTokens.valid(Map.of("azp", CLIENT));
        policies()
                .access(access)
                .load(Section.INBOUND, element("tenant-id='" + tenant + "'", children))
                .run(
                        Section.INBOUND,
                        TestExchange.call()
                                .header("Authorization", "Bearer t")
                                .header("X-Tenant", TENANT)
                                .services(tokens.services())
                                .build());
        return tokens.rules();
    }

    private static TokenRules rules(String tenant) {
        return rules(AccessSettings.UNKNOWN, tenant, CLIENTS);
    }

    private static Reason reason(Map<String, String> claims, String tenant, String children) {
        Verdict said = run(
                JudgedTokens.valid(claims),
                "tenant-id='" + tenant + "'",
                children,
                TestExchange.call().header("Authorization", "Bearer t"));
        return said instanceof Verdict.Fail(var failure) ? failure.answer().reason() : null;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TENANT,
                " " + TENANT + " ",
                "https://login.microsoftonline.com/" + TENANT,
                "https://login.microsoftonline.com/" + TENANT + "/",
                "https://login.microsoftonline.com/" + TENANT + "/v2.0",
                "@(\"" + TENANT + "\")",
                "@(context.Request.Headers.GetValueOrDefault(\"X-Tenant\"))"
            })
    void a_tenant_has_issuers_of_both_versions(String written) {
        TokenRules rules = rules(written);

        assertThat(rules.discovery())
                .extracting(TokenRules.Issuer::metadata)
                .containsExactly(URI.create(
                        "https://login.microsoftonline.com/" + TENANT + "/v2.0/.well-known/openid-configuration"));
        assertThat(rules.issuers())
                .containsExactly(
                        "https://sts.windows.net/" + TENANT + "/",
                        "https://login.microsoftonline.com/" + TENANT + "/v2.0");
        assertThat(rules.expirationRequired()).isTrue();
        assertThat(rules.signatureRequired()).isTrue();
    }

    @Test
    void a_token_that_every_call_shows_tells_who_calls() {
        JudgedTokens tokens = JudgedTokens.valid(Map.of("iss", "https://id.example", "sub", "ann", "azp", CLIENT));
        Exchange exchange = policies()
                .load(Section.INBOUND, element("tenant-id='" + TENANT + "'", CLIENTS))
                .inbound(TestExchange.call()
                        .header("Authorization", "Bearer t")
                        .services(tokens.services())
                        .build());

        assertThat(exchange.caller().identity()).isEqualTo("https://id.example|ann|" + CLIENT);
    }

    @Test
    void an_id_in_capitals_is_the_same_tenant() {
        assertThat(rules("ABCDEFAB-2222-3333-4444-555555555555").issuers())
                .contains("https://sts.windows.net/abcdefab-2222-3333-4444-555555555555/");
    }

    @ParameterizedTest
    @CsvSource({
        "contoso.onmicrosoft.com, contoso.onmicrosoft.com",
        "https://contoso.onmicrosoft.com, contoso.onmicrosoft.com",
        "organizations, organizations",
        "https://login.microsoftonline.com/common, common",
        "Common, common"
    })
    void a_name_stands_for_the_tenant_that_the_metadata_tells_or_for_many(String written, String name) {
        TokenRules rules = rules(written);

        assertThat(rules.discovery())
                .extracting(TokenRules.Issuer::metadata)
                .containsExactly(URI.create(
                        "https://login.microsoftonline.com/" + name + "/v2.0/.well-known/openid-configuration"));
        assertThat(rules.issuers())
                .containsExactly(
                        "https://sts.windows.net/{tenantid}/", "https://login.microsoftonline.com/{tenantid}/v2.0");
    }

    @Test
    void another_authority_can_stand_in() {
        for (String written :
                List.of(TENANT, "https://login.microsoftonline.com/" + TENANT, AUTHORITY + "/" + TENANT)) {
            TokenRules rules = rules(TEST_AUTHORITY, written, CLIENTS);

            assertThat(rules.discovery().getFirst().metadata().toString())
                    .startsWith(AUTHORITY + "/" + TENANT + "/v2.0/");
            assertThat(rules.issuers())
                    .containsExactly("https://sts.windows.net/" + TENANT + "/", AUTHORITY + "/" + TENANT + "/v2.0");
        }
    }

    @Test
    void a_document_can_name_another_clouds_authority_but_an_expression_cannot() {
        assertThat(rules("https://login.microsoftonline.us/" + TENANT).issuers())
                .contains("https://login.microsoftonline.us/" + TENANT + "/v2.0");
        assertThat(rules("https://login.partner.microsoftonline.cn/" + TENANT).issuers())
                .contains("https://sts.chinacloudapi.cn/" + TENANT + "/");

        Verdict said = run(
                JudgedTokens.valid(Map.of()),
                "tenant-id='@(\"https://evil.example/" + TENANT + "\")'",
                CLIENTS,
                TestExchange.call().header("Authorization", "Bearer t"));
        assertThat(((Verdict.Fail) said).failure().answer().reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@(\"\")",
                "@(\"../evil\")",
                "@(\"a/b\")",
                "@(\"x?y\")",
                "@(\"a@evil.example\")",
                "@(\"evil.example:80\")",
                "@(\"https://login.microsoftonline.com/a%2F..\")",
                "@(\"-a.example\")"
            })
    void an_expression_cannot_lead_elsewhere(String tenant) {
        Verdict said = run(
                JudgedTokens.valid(Map.of()),
                "tenant-id='" + tenant + "'",
                CLIENTS,
                TestExchange.call().header("Authorization", "Bearer t"));

        assertThat(((Verdict.Fail) said).failure().answer().reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    }

    @Test
    void the_client_is_named_by_azp_in_version_2_and_by_appid_in_version_1() {
        String other = "bbbbbbbb-2222-3333-4444-555555555555";

        assertThat(reason(Map.of("ver", "2.0", "azp", CLIENT), TENANT, CLIENTS)).isNull();
        assertThat(reason(Map.of("ver", "1.0", "appid", CLIENT), TENANT, CLIENTS))
                .isNull();
        assertThat(reason(Map.of("azp", CLIENT), TENANT, CLIENTS)).isNull();
        assertThat(reason(Map.of("ver", "2.0", "azp", other), TENANT, CLIENTS))
                .isEqualTo(Reason.TOKEN_CLAIM_VALUE_NOT_ALLOWED);
        assertThat(reason(Map.of("ver", "2.0", "azp", other, "appid", CLIENT), TENANT, CLIENTS))
                .isEqualTo(Reason.TOKEN_CLAIM_VALUE_NOT_ALLOWED);
        assertThat(reason(Map.of("ver", "1.0", "azp", CLIENT), TENANT, CLIENTS))
                .isEqualTo(Reason.TOKEN_CLAIM_NOT_FOUND);
        assertThat(reason(Map.of("ver", "2.0", "appid", CLIENT), TENANT, CLIENTS))
                .isEqualTo(Reason.TOKEN_CLAIM_NOT_FOUND);
    }

    @Test
    void backends_are_audiences_as_ids_and_as_uris() {
        TokenRules rules = rules(
                AccessSettings.UNKNOWN,
                TENANT,
                "<backend-application-ids><application-id>b1</application-id></backend-application-ids>"
                        + "<audiences><audience>@(context.Request.OriginalUrl.Host)</audience></audiences>");

        assertThat(rules.audiences()).containsExactly("gateway.test", "b1", "api://b1");
    }

    @Test
    void organizations_have_no_personal_accounts() {
        Map<String, String> personal = Map.of("tid", EntraTenant.PERSONAL, "azp", CLIENT);

        assertThat(reason(personal, "organizations", CLIENTS)).isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(personal, "common", CLIENTS)).isNull();
    }

    @Test
    void the_token_is_in_the_authorization_header_unless_the_document_says_otherwise() {
        JudgedTokens tokens = JudgedTokens.valid(Map.of("azp", CLIENT));
        String tenant = "tenant-id='" + TENANT + "' ";

        run(tokens, tenant, CLIENTS, TestExchange.call().header("Authorization", "Bearer a"));
        run(tokens, tenant + "header-name='X-T'", CLIENTS, TestExchange.call().header("X-T", "b"));
        run(
                tokens,
                tenant + "query-parameter-name='t'",
                CLIENTS,
                TestExchange.call().query("?t=c"));
        run(tokens, tenant + "token-value='@(\"d\")'", CLIENTS, TestExchange.call());
        Verdict none = run(tokens, tenant, CLIENTS, TestExchange.call());

        assertThat(tokens.tokens()).containsExactly("a", "b", "c", "d");
        assertThat(((Verdict.Fail) none).failure().answer().reason()).isEqualTo(Reason.TOKEN_NOT_PRESENT);
        assertThat(((Verdict.Fail) none).failure().answer().source()).isEqualTo("validate-azure-ad-token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenant-id='nonsense' | <audiences><audience>a</audience></audiences> | found `nonsense` in `tenant-id`",
                "tenant-id='https://' | <audiences><audience>a</audience></audiences> | in `tenant-id`",
                " | <audiences><audience>a</audience></audiences> | needs the attribute `tenant-id`",
                "tenant-id='common' | <client-application-ids/> | holds no `<application-id>`",
                "tenant-id='common' | | any token of the tenant passes",
                "tenant-id='common' require-scheme='Bearer' | <audiences><audience>a</audience></audiences> | unknown attribute `require-scheme`",
            })
    void what_is_wrong_or_dangerous_is_told(String attributes, String children, String told) {
        assertThat(policies()
                        .faults(PolicyTesting.document(
                                Section.INBOUND,
                                element(attributes == null ? "" : attributes, children == null ? "" : children))))
                .anySatisfy(line -> assertThat(line).contains(told));
    }

    @Test
    void an_authority_over_plain_http_must_be_allowed() {
        assertThat(policies()
                        .access(new AccessSettings(true, TokenConfig.DEFAULT, false))
                        .faults(PolicyTesting.document(
                                Section.INBOUND, element("tenant-id='http://login.example/common'", CLIENTS))))
                .singleElement()
                .asString()
                .contains("over plain http");
    }
}
