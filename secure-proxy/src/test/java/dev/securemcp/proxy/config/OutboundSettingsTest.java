package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.EventSinkConfig.FileSink;
import dev.securemcp.proxy.config.EventSinkConfig.HttpSink;
import dev.securemcp.proxy.net.KeyFiles;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway's own calls, certificates and event sinks are told. */
class OutboundSettingsTest {

    @TempDir
    private Path directory;

    @Test
    void allowed_addresses_are_read() {
        Configuration configuration =
                new Reading(directory).sound(FaultyDocuments.top("outbound: { allow: [10.1.0.0/16, \"::1\"] }"));

        assertThat(configuration.outboundAllow()).hasSize(2);
        assertThat(configuration.outboundAllow().getFirst().contains(InetAddress.ofLiteral("10.1.2.3")))
                .isTrue();
    }

    @Test
    void a_certificate_is_read_with_its_key() throws Exception {
        KeyFiles.make(directory, "partner", "EC", "secret");

        Configuration configuration = new Reading(directory)
                .sound(
                        FaultyDocuments.top(
                                """
                        certificates: { c: { file: partner.p12, password: "{{pw}}" } }
                        named-values: { pw: { value: secret, secret: true } }
                        """));

        CertificateConfig certificate = configuration.certificates().get("c");
        assertThat(certificate
                        .entry()
                        .chain()
                        .getFirst()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=partner");
        assertThat(certificate.entry().key().getAlgorithm()).isEqualTo("EC");
        assertThat(certificate.thumbprint()).matches("[0-9A-F]{40}");
        assertThat(configuration.toString()).doesNotContain("PrivateKey");
    }

    @Test
    void a_wrong_password_is_told_without_being_shown() throws Exception {
        KeyFiles.make(directory, "partner", "EC", "secret");

        assertThat(
                        new Reading(directory)
                                .faults(
                                        FaultyDocuments.top(
                                                """
                                        certificates: { c: { file: partner.p12, password: "{{pw}}" } }
                                        named-values: { pw: { value: guessed, secret: true } }
                                        """)))
                .singleElement()
                .asString()
                .contains("certificates.c.file: the file partner.p12 cannot be used: the password is wrong")
                .doesNotContain("guessed");
    }

    @Test
    void sinks_are_files_or_servers() {
        Configuration configuration = new Reading(directory)
                .sound(
                        FaultyDocuments.top(
                                """
                                event-sinks:
                                  audit: { file: audit.jsonl }
                                  collector: { url: "https://h/in?a=b", headers: { Authorization: "Bearer {{token}}" } }
                                named-values: { token: { value: t, secret: true } }
                                """));

        assertThat(configuration.eventSinks().get("audit"))
                .isInstanceOfSatisfying(FileSink.class, sink -> assertThat(sink.file())
                        .isEqualTo(directory.resolve("audit.jsonl").toAbsolutePath()));
        assertThat(configuration.eventSinks().get("collector")).isInstanceOfSatisfying(HttpSink.class, sink -> {
            assertThat(sink.url()).isEqualTo(URI.create("https://h/in?a=b"));
            assertThat(sink.headers().get("Authorization").reveal()).isEqualTo("Bearer t");
        });
        assertThat(configuration.toString()).doesNotContain("Bearer t");
    }
}
