package dev.securemcp.proxy.policy.access;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.TokenConfig;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenRules.RequiredClaim;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.identity.token.SignerKey;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.AccessSettings;
import dev.securemcp.proxy.policy.PolicyTesting;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.Section;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateJwtTest {

    private static final String ISSUER = "<openid-config url='https://id.example/.well-known/openid-configuration'/>";
    private static final String AUDIENCE = "<audiences><audience>api</audience></audiences>";
    private static final String SHORT =
            "AQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQABAQAB";
    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

    private static final Instant EXPIRY = Instant.parse("2026-11-01T13:00:00Z");

    private static final String SHOWN = element("header-name='Authorization'", ISSUER + AUDIENCE);

    private final JudgedTokens anns = JudgedTokens.of(Map.of("iss", "https://id.example", "sub", "ann"), EXPIRY);
    private final JudgedTokens tokens = JudgedTokens.valid(Map.of("sub", "ada"));

    private static String element(String attributes, String children) {
        return "<validate-jwt " + attributes + ">" + children + "</validate-jwt>";
    }

    private Verdict run(String attributes, TestExchange call) {
        return run(attributes, ISSUER + AUDIENCE, call);
    }

    private Verdict run(String attributes, String children, TestExchange call) {
        return policies()
                .load(Section.INBOUND, element(attributes, children))
                .run(Section.INBOUND, call.services(tokens.services()).build());
    }

    private TokenRules rules(String attributes, String children) {
        run("token-value='t' " + attributes, children, TestExchange.call());
        return tokens.rules();
    }

    private static List<String> faults(String attributes, String children) {
        return policies()
                .faults(PolicyTesting.document(
                        Section.INBOUND, element("header-name='Authorization' " + attributes, children)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "header-name='Authorization', Bearer abc, abc",
                "header-name='Authorization', bearer   abc, abc",
                "header-name='authorization', abc, abc",
                "header-name='Authorization', Basic abc, -",
                "header-name='Authorization', Bearer, Bearer",
                "header-name='Authorization', -, -",
                "header-name='Authorization' require-scheme='Bearer', Bearer abc, abc",
                "header-name='Authorization' require-scheme='Bearer', BEARER abc, abc",
                "header-name='Authorization' require-scheme='Bearer', abc, -",
                "header-name='Authorization' require-scheme='Bearer', Token abc, -",
                "header-name='Authorization' require-scheme='Token', Token abc, abc",
                "header-name='@(\"Authori\" + \"zation\")', Bearer abc, abc",
            })
    void the_token_is_taken_from_the_authorization_header(String attributes, String sent, String token) {
        TestExchange call = TestExchange.call();
        if (sent != null) {
            call.header("Authorization", sent);
        }

        Verdict said = run(attributes, call);

        if (token == null) {
            assertThat(((Verdict.Fail) said).failure().answer().reason()).isEqualTo(Reason.TOKEN_NOT_PRESENT);
            assertThat(tokens.tokens()).isEmpty();
        } else {
            assertThat(said).isEqualTo(Verdict.CONTINUE);
            assertThat(tokens.tokens()).containsExactly(token);
        }
    }

    @Test
    void or_from_another_header_a_query_parameter_or_an_expression() {
        run("header-name='X-Token'", TestExchange.call().header("X-Token", "a"));
        run("header-name='X-Token'", TestExchange.call().header("X-Token", "Bearer b"));
        run("query-parameter-name='token'", TestExchange.call().query("?x=1&token=c"));
        run(
                "token-value='@((string)context.Variables[\"v\"])'",
                TestExchange.call().variable("v", "d"));

        assertThat(tokens.tokens()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void two_tokens_are_none() {
        Verdict twice = run("query-parameter-name='t'", TestExchange.call().query("?t=a&t=b"));
        run(
                "header-name='Authorization'",
                TestExchange.call().header("Authorization", "Bearer a").header("Authorization", "Bearer b"));

        assertThat(((Verdict.Fail) twice).failure().answer().reason()).isEqualTo(Reason.TOKEN_NOT_PRESENT);
        assertThat(tokens.tokens())
                .hasSize(1)
                .first()
                .asString()
                .as("no token at all")
                .contains(",");
    }

    @Test
    void the_rules_are_those_of_the_document_and_stay_the_same_object() {
        TokenRules rules = rules(
                "clock-skew='30' require-expiration-time='false'",
                ISSUER
                        + "<openid-config url='https://b.example/x'/>"
                        + "<audiences><audience> a1 </audience><audience>a2</audience></audiences>"
                        + "<issuers><issuer>https://i.example/</issuer></issuers>"
                        + "<required-claims><claim name='scp' match='any' separator=' '><value>r</value><value>w</value></claim>"
                        + "<claim name='role'><value>x</value></claim><claim name='there'/></required-claims>");

        assertThat(rules.discovery())
                .extracting(TokenRules.Issuer::metadata)
                .containsExactly(
                        URI.create("https://id.example/.well-known/openid-configuration"),
                        URI.create("https://b.example/x"));
        assertThat(rules.audiences()).containsExactly("a1", "a2");
        assertThat(rules.issuers()).containsExactly("https://i.example/");
        assertThat(rules.claims())
                .containsExactly(
                        new RequiredClaim("scp", List.of("r", "w"), false, " "),
                        new RequiredClaim("role", List.of("x"), true, ""),
                        new RequiredClaim("there", List.of(), true, ""));
        assertThat(rules.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rules.expirationRequired()).isFalse();
        assertThat(rules.signatureRequired()).isTrue();
    }

    @Test
    void without_attributes_an_end_and_a_signature_are_asked_for_and_clocks_agree() {
        TokenRules rules = rules("", ISSUER + AUDIENCE);

        assertThat(rules.expirationRequired()).isTrue();
        assertThat(rules.signatureRequired()).isTrue();
        assertThat(rules.clockSkew()).isZero();
        assertThat(rules.issuers()).isEmpty();
        assertThat(rules.algorithms()).isEmpty();
    }

    @Test
    void rules_of_literals_are_one_object_and_those_of_expressions_one_for_each_value() {
        PolicyTesting.Loaded fixed =
                policies().load(Section.INBOUND, element("header-name='Authorization'", ISSUER + AUDIENCE));
        PolicyTesting.Loaded computed = policies()
                .load(
                        Section.INBOUND,
                        element(
                                "header-name='Authorization' clock-skew='@(context.Request.Headers.GetValueOrDefault(\"skew\",\"5\"))'",
                                ISSUER
                                        + "<audiences><audience>@(context.Request.OriginalUrl.Host)</audience></audiences>"));
        for (PolicyTesting.Loaded loaded : List.of(fixed, computed)) {
            for (String skew : List.of("5", "7", "5")) {
                loaded.run(
                        Section.INBOUND,
                        TestExchange.call()
                                .header("Authorization", "t")
                                .header("skew", skew)
                                .services(tokens.services())
                                .build());
            }
        }

        List<TokenRules> seen = tokens.all();
        assertThat(seen.get(0)).isSameAs(seen.get(1)).isSameAs(seen.get(2));
        assertThat(seen.get(3)).isSameAs(seen.get(5)).isNotSameAs(seen.get(4));
        assertThat(seen.get(3).audiences()).containsExactly("gateway.test");
        assertThat(seen.get(4).clockSkew()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "300, 300", "00:05:00, 300", "1:00:01, 3601", "' 60 ', 60"})
    void clock_skew_is_seconds_or_a_time(String written, long seconds) {
        assertThat(rules("clock-skew='" + written + "'", ISSUER + AUDIENCE).clockSkew())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void an_expression_that_gives_nothing_usable_fails_the_call() {
        Verdict skew = run("token-value='t' clock-skew='@(\"soon\")'", TestExchange.call());
        Verdict key = run(
                "token-value='t'",
                AUDIENCE + "<issuer-signing-keys><key>@(\"c2hvcnQ=\")</key></issuer-signing-keys>",
                TestExchange.call());

        assertThat(((Verdict.Fail) skew).failure().answer().reason()).isEqualTo(Reason.EXPRESSION_FAILED);
        assertThat(((Verdict.Fail) key).failure().answer().reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    }

    @Test
    void keys_stand_in_the_document_as_secrets_or_as_numbers() {
        RSAPublicKey rsa = (RSAPublicKey) SignerKey.of("policy", "RS256").pair().getPublic();
        String n = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(rsa.getModulus().toByteArray());

        TokenRules rules = rules(
                "",
                AUDIENCE + "<issuer-signing-keys><key id='a'>" + SECRET + "</key><key id='b' n='" + n
                        + "' e='AQAB'/><key>@(\"" + SECRET + "\")</key></issuer-signing-keys>"
                        + "<decryption-keys><key id='c'>" + SECRET + "</key></decryption-keys>");

        assertThat(rules.keys()).extracting(TokenRules.ConfiguredKey::id).containsExactly("a", "b", null);
        assertThat(rules.keys().get(0).key()).isInstanceOf(SecretKey.class);
        assertThat(rules.keys().get(1).key()).isEqualTo(rsa);
        assertThat(rules.keys().get(2).key()).isEqualTo(rules.keys().get(0).key());
        assertThat(rules.decryptionKeys())
                .extracting(TokenRules.ConfiguredKey::id)
                .containsExactly("c");
    }

    @Test
    void a_valid_token_becomes_a_variable() {
        Exchange exchange = TestExchange.call()
                .header("Authorization", "Bearer t")
                .services(tokens.services())
                .build();

        policies()
                .load(
                        Section.INBOUND,
                        element("header-name='Authorization' output-token-variable-name='jwt'", ISSUER + AUDIENCE)
                                + "<set-variable name='who' value='@(((Jwt)context.Variables[\"jwt\"]).Subject)'/>")
                .inbound(exchange);

        assertThat(exchange.variables().get("jwt")).isInstanceOf(Jwt.class);
        assertThat(exchange.variables().get("who")).isEqualTo("ada");
    }

    private Exchange after(PolicyTesting where, String elements, TestExchange call) {
        return where.load(Section.INBOUND, elements)
                .inbound(call.services(anns.services()).build());
    }

    private static TestExchange bearer() {
        return TestExchange.call().header("Authorization", "Bearer t");
    }

    @ParameterizedTest
    @EnumSource(names = {"GLOBAL", "PRODUCT", "API"})
    void a_token_that_every_call_shows_tells_who_calls_and_how_long_they_may_listen(Scope scope) {
        Exchange exchange = after(policies().scope(scope), SHOWN, bearer());

        assertThat(exchange.caller().identity()).isEqualTo("https://id.example|ann|");
        assertThat(exchange.stay().mayStay(EXPIRY.minusMillis(1))).isTrue();
        assertThat(exchange.stay().mayStay(EXPIRY)).isFalse();
    }

    @Test
    void one_that_only_some_calls_show_does_not_tell_who_calls_but_still_ends_what_it_opened() {
        String sometimes = "<choose><when condition='@(true)'>" + SHOWN + "</when></choose>";
        for (Exchange exchange : List.of(
                after(policies().scope(Scope.OPERATION), SHOWN, bearer()), after(policies(), sometimes, bearer()))) {
            assertThat(exchange.caller().token()).isNull();
            assertThat(exchange.stay().mayStay(EXPIRY)).isFalse();
        }
    }

    @Test
    void the_first_token_tells_who_calls_and_the_first_to_end_ends_the_stream() {
        Exchange exchange = bearer().services(anns.services()).build();
        exchange.caller(exchange.caller().with(JudgedTokens.jwt(Map.of("iss", "https://id.example", "sub", "ben"))));

        policies().load(Section.INBOUND, SHOWN).inbound(exchange);

        assertThat(exchange.caller().identity()).isEqualTo("https://id.example|ben|");
        assertThat(exchange.stay().mayStay(EXPIRY)).isFalse();
    }

    @Test
    void a_token_that_anybody_can_make_or_that_names_nobody_does_not_tell_who_calls() {
        Exchange unsigned = after(
                policies(),
                element("header-name='Authorization' require-signed-tokens='false'", ISSUER + AUDIENCE),
                bearer());
        JudgedTokens nobodys = JudgedTokens.valid(Map.of("iss", "https://id.example"));
        Exchange nameless = policies()
                .load(Section.INBOUND, SHOWN)
                .inbound(bearer().services(nobodys.services()).build());

        assertThat(unsigned.caller().token()).isNull();
        assertThat(nameless.caller().token()).isNull();
    }

    @Test
    void a_value_tells_who_calls_only_if_the_client_has_sent_it() {
        String value = element("token-value='@((string)context.Variables[\"v\"])'", ISSUER + AUDIENCE);

        Exchange fetched = after(policies(), value, TestExchange.call().variable("v", "the-gateways-own"));
        Exchange sent = after(
                policies(),
                value,
                TestExchange.call()
                        .header("X-Forwarded-Access-Token", "my-token")
                        .variable("v", "my-token"));
        Exchange asked = after(
                policies(), value, TestExchange.call().query("?t=my%2Dtoken").variable("v", "my-token"));

        assertThat(fetched.caller().token()).isNull();
        assertThat(fetched.stay().mayStay(EXPIRY))
                .as("nor is it the caller's end")
                .isTrue();
        assertThat(sent.caller().token()).isNotNull();
        assertThat(asked.caller().token()).isNotNull();
    }

    private Failure refusal(TokenDecision decision, String attributes) {
        JudgedTokens refusing = new JudgedTokens(decision);
        return policies()
                .load(Section.INBOUND, element("header-name='Authorization' " + attributes, ISSUER + AUDIENCE))
                .failure(TestExchange.call()
                        .header("Authorization", "t")
                        .services(refusing.services())
                        .build());
    }

    @Test
    void a_refusal_says_what_was_wrong_or_what_the_document_says() {
        TokenDecision expired = new TokenDecision.Invalid(Reason.TOKEN_EXPIRED, "The token has expired");

        Failure plain = refusal(expired, "");
        Failure own = refusal(
                expired, "failed-validation-httpcode='403' failed-validation-error-message='@(\"no\" + \"pe\")'");

        assertThat(plain.answer().status()).isEqualTo(401);
        assertThat(plain.answer().message()).isEqualTo("The token has expired");
        assertThat(plain.answer().source()).isEqualTo("validate-jwt");
        assertThat(own.answer().reason()).isEqualTo(Reason.TOKEN_EXPIRED);
        assertThat(own.answer().status()).isEqualTo(403);
        assertThat(own.answer().message()).isEqualTo("nope");
        assertThat(own.detail()).isEqualTo("The token has expired");
    }

    @Test
    void a_token_that_cannot_be_judged_is_no_fault_of_the_caller() {
        Failure failure = refusal(
                new TokenDecision.Unavailable("id.example is down"),
                "failed-validation-httpcode='401' failed-validation-error-message='no'");

        assertThat(failure.answer().reason()).isEqualTo(Reason.TOKEN_CHECK_UNAVAILABLE);
        assertThat(failure.answer().status()).isEqualTo(503);
        assertThat(failure.answer().retryAfter()).isEqualTo(5);
        assertThat(failure.answer().message()).doesNotContain("id.example");
        assertThat(failure.detail()).isEqualTo("id.example is down");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query-parameter-name='q' | | found several places of the token",
                "clock-skew='soon' | | found `soon` in `clock-skew`",
                "clock-skew='86401' | | in `clock-skew`",
                "require-signed-tokens='maybe' | | require-signed-tokens",
                "failed-validation-httpcode='99' | | failed-validation-httpcode",
                "output-token-variable-name='@(1)' | | found an expression in `output-token-variable-name`",
                " | <openid-config url='ftp://a.example/'/> | does not begin with http",
                " | <openid-config url='@(\"https://a.example\")'/> | found an expression in `url`",
                " | <openid-config/> | needs the attribute `url`",
                " | <audiences/> | `audiences` holds no `<audience>`",
                " | <issuers><issuer/></issuers> | `issuer` needs text inside it",
                " | <required-claims><claim/></required-claims> | needs the attribute `name`",
                " | <required-claims><claim name='a' match='some'/></required-claims> | match",
                " | <issuer-signing-keys/> | holds no `<key>`",
                " | <issuer-signing-keys><key/></issuer-signing-keys> | a `<key>` is one of three",
                " | <issuer-signing-keys><key n='AQAB'/></issuer-signing-keys> | a `<key>` is one of three",
                " | <issuer-signing-keys><key n='" + SHORT
                        + "' e='AQAB'/></issuer-signing-keys> | shorter than 2048 bits",
                " | <issuer-signing-keys><key n='*' e='AQAB'/></issuer-signing-keys> | are no RSA key",
                " | <issuer-signing-keys><key>not base64 *</key></issuer-signing-keys> | the key is not Base64",
                " | <issuer-signing-keys><key>c2hvcnQ=</key></issuer-signing-keys> | the key has 5 bytes",
                " | <decryption-keys><key n='AQAB' e='AQAB'/></decryption-keys> | which opens nothing",
                " | <audience>x</audience> | unknown child element `audience`",
            })
    void what_cannot_be_right_fails_the_load(String attributes, String children, String told) {
        assertThat(faults(attributes == null ? "" : attributes, ISSUER + (children == null ? "" : children)))
                .anySatisfy(line -> assertThat(line).contains(told).doesNotContain("warning"));
    }

    @Test
    void a_document_that_does_not_say_where_the_token_is_fails_the_load() {
        assertThat(policies().faults(PolicyTesting.document(Section.INBOUND, element("", ISSUER + AUDIENCE))))
                .anySatisfy(line -> assertThat(line).contains("does not say where the token is"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "require-signed-tokens='false' | <audiences><audience>a</audience></audiences> | anybody can make a token",
                " | <audiences><audience>a</audience></audiences> | there is no key",
                " | <openid-config url='https://a.example/'/> | for any other service passes",
                " | <issuer-signing-keys><key>AAAAAAAAAAAAAAAAAAAAAA==</key></issuer-signing-keys> | less than the 32",
            })
    void what_is_likely_a_mistake_is_warned_of(String attributes, String children, String told) {
        assertThat(policies()
                        .load(
                                Section.INBOUND,
                                element(
                                        "header-name='Authorization' " + (attributes == null ? "" : attributes),
                                        children))
                        .warnings())
                .anySatisfy(line -> assertThat(line).contains(told));
    }

    @Test
    void a_scheme_without_the_authorization_header_is_warned_of_and_has_no_effect() {
        PolicyTesting.Loaded loaded = policies()
                .load(Section.INBOUND, element("header-name='X-Token' require-scheme='Bearer'", ISSUER + AUDIENCE));

        assertThat(loaded.warnings()).singleElement().asString().contains("`require-scheme` has no effect");
        loaded.inbound(TestExchange.call()
                .header("X-Token", "t")
                .services(tokens.services())
                .build());
        assertThat(tokens.tokens()).containsExactly("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://id.internal/c", "http://id.internal:8080/c"})
    void an_issuer_over_plain_http_must_be_allowed_by_name(String url) {
        String document = PolicyTesting.document(
                Section.INBOUND,
                element("header-name='Authorization'", "<openid-config url='" + url + "'/>" + AUDIENCE));
        TokenConfig allowed = new TokenConfig(URI.create("https://login.example"), Set.of("id.internal"));

        assertThat(policies()
                        .access(new AccessSettings(true, TokenConfig.DEFAULT, false))
                        .faults(document))
                .singleElement()
                .asString()
                .contains("over plain http");
        assertThat(policies().access(new AccessSettings(true, allowed, false)).faults(document))
                .isEmpty();
        assertThat(policies().faults(document)).as("checked alone").isEmpty();
    }

    @Test
    void this_machine_may_always_be_asked() {
        String document = PolicyTesting.document(
                Section.INBOUND,
                element(
                        "header-name='Authorization'",
                        "<openid-config url='http://localhost:1/c'/><openid-config url='http://127.0.0.1:1/c'/>"
                                + AUDIENCE));

        assertThat(policies()
                        .access(new AccessSettings(true, TokenConfig.DEFAULT, false))
                        .faults(document))
                .isEmpty();
    }

    @Test
    void a_server_that_asks_for_tokens_itself_takes_none_from_a_query() {
        assertThat(policies()
                        .access(new AccessSettings(true, TokenConfig.DEFAULT, true))
                        .faults(PolicyTesting.document(
                                Section.INBOUND, element("query-parameter-name='t'", ISSUER + AUDIENCE))))
                .singleElement()
                .asString()
                .contains("takes no token from a query");
    }
}
