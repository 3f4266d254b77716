package dev.securemcp.proxy.policy.outbound;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.CertificateConfig;
import dev.securemcp.proxy.config.Pkcs12;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.net.KeyFiles;
import dev.securemcp.proxy.policy.OutboundSettings;
import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    @TempDir
    private static Path directory;

    private static byte[] file;
    private static CertificateConfig certificate;
    private static OutboundSettings settings;

    private final FakeCalls calls = new FakeCalls();

    @BeforeAll
    static void make() throws Exception {
        file = Files.readAllBytes(KeyFiles.make(directory, "partner", "EC", "secret"));
        certificate = new CertificateConfig("c1", Pkcs12.read(file, "secret"), Position.of("gateway.yaml"));
        settings = OutboundSettings.of(1_000, Map.of("c1", certificate), Set.of());
    }

    @Test
    void the_backend_is_shown_a_user_name_and_a_password_in_words() {
        Exchange exchange = policies()
                .load(Section.INBOUND, "<authentication-basic username='@(\"me\")' password='secret'/>")
                .inbound(TestExchange.call()
                        .header("Authorization", "Bearer clients")
                        .build());

        assertThat(exchange.request().headers().values("Authorization")).containsExactly("Basic bWU6c2VjcmV0");
        assertThat(exchange.request().headers().setByPolicy("authorization")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<authentication-basic password='p'/> | 1:20: inbound/authentication-basic: `authentication-basic` needs the attribute `username`",
                "<authentication-basic username='u'/> | needs the attribute `password`",
                "<authentication-basic username='a:b' password='p'/> | 1:52: inbound/authentication-basic: a user name holds neither a colon",
                "<authentication-certificate/> | 1:20: inbound/authentication-certificate: `authentication-certificate` names no certificate",
            })
    void faults_are_told_with_their_place(String element, String expected) {
        assertThat(policies().outbound(settings).faults(Section.INBOUND, element))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate-id='c2' | 1:142: inbound/send-request/authentication-certificate: no certificate has the id `c2`; declare it under `certificates`",
                "thumbprint='00' | 1:138: inbound/send-request/authentication-certificate: no certificate has the thumbprint `00`",
                "password='x' | names no certificate; write one of `thumbprint`, `certificate-id` and `body`",
                "thumbprint='00' certificate-id='c1' | found several names of a certificate",
            })
    void faults_inside_send_request_are_told_too(String attributes, String expected) {
        assertThat(policies().outbound(settings).faults(Section.INBOUND, element(attributes)))
                .anySatisfy(fault -> assertThat(fault).contains(expected));
    }

    @Test
    void a_document_that_is_checked_alone_may_name_any_certificate() {
        assertThat(policies().faults(Section.INBOUND, element("certificate-id='c2'")))
                .isEmpty();
    }

    private static String element(String attributes) {
        return "<send-request response-variable-name='r'><set-url>https://a.example/</set-url><authentication-certificate "
                + attributes + "/></send-request>";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "certificate-id='c1'",
                "certificate-id='@(\"c\" + 1)'",
                "thumbprint='THUMBPRINT'",
                "thumbprint='@(\"THUMBPRINT\".ToLower())'"
            })
    void a_configured_certificate_is_shown(String attributes) {
        String named = attributes.replace("THUMBPRINT", certificate.thumbprint());

        policies()
                .outbound(settings)
                .load(Section.INBOUND, element(named))
                .inbound(TestExchange.call().services(calls.services()).build());

        assertThat(calls.requests).singleElement().satisfies(request -> assertThat(
                        request.identity().certificate())
                .isEqualTo(certificate.entry().chain().getFirst()));
    }

    @Test
    void a_computed_id_that_does_not_exist_fails_the_evaluation() {
        Failure failure = policies()
                .outbound(settings)
                .load(Section.INBOUND, element("certificate-id='@(\"c\" + 2)'"))
                .failure(TestExchange.call().services(calls.services()).build());

        assertThat(failure.asLastError().reason()).isEqualTo("ExpressionValueEvaluationFailure");
        assertThat(calls.requests).isEmpty();
    }

    @Test
    void a_certificate_in_the_document_is_opened_once_and_shown() {
        Loaded loaded = policies()
                .outbound(settings)
                .load(
                        Section.INBOUND,
                        element("body='@((byte[])context.Variables[\"pfx\"])' password='@(\"sec\" + \"ret\")'"));

        assertThat(onEventLoop(loaded, file)).isEqualTo(Verdict.CONTINUE);
        assertThat(onEventLoop(loaded, file)).isEqualTo(Verdict.CONTINUE);

        assertThat(calls.requests).hasSize(2);
        assertThat(calls.requests.get(0).identity().certificate())
                .isEqualTo(certificate.entry().chain().getFirst());
        assertThat(calls.requests.get(1).identity())
                .isSameAs(calls.requests.get(0).identity());
    }

    @Test
    void bytes_that_are_no_certificate_fail_the_evaluation() {
        Loaded loaded = policies()
                .outbound(settings)
                .load(Section.INBOUND, element("body='@((byte[])context.Variables[\"pfx\"])'"));

        assertThat(onEventLoop(loaded, new byte[] {1, 2, 3}))
                .isInstanceOfSatisfying(Verdict.Fail.class, fail -> assertThat(
                                fail.failure().asLastError().reason())
                        .isEqualTo("ExpressionValueEvaluationFailure"));
        assertThat(calls.requests).isEmpty();
    }

    private Verdict onEventLoop(Loaded loaded, byte[] pfx) {
        Vertx vertx = Vertx.vertx();
        try {
            Promise<Verdict> said = Promise.promise();
            vertx.runOnContext(now -> {
                Future<Verdict> running = loaded.start(
                        Section.INBOUND,
                        TestExchange.call()
                                .services(calls.services())
                                .variable("pfx", pfx)
                                .build());
                running.onComplete(said);
            });
            return said.future().toCompletionStage().toCompletableFuture().join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
