package dev.securemcp.proxy.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates of clients and of the configuration, and what is signed with them. */
class CertificateExpressionTest {

    private final FakeContext context = FakeContext.create();
    private X509Certificate x509;

    @BeforeEach
    void aClientShowsACertificate() throws Exception {
        try (InputStream in = CertificateExpressionTest.class.getResourceAsStream("/certificates/client.pem")) {
            x509 = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        context.certificate = new Certificate(x509, null);
    }

    @Test
    void itsFactsAreReadAsDotNetNamesThem() {
        assertThat(text("context.Request.Certificate.Thumbprint"))
                .matches("[0-9A-F]{40}")
                .isEqualTo("379ACB7B8D037AFA0AADA377B252ACF019155C71");
        assertThat(text("context.Request.Certificate.SerialNumber")).isEqualTo("1234");
        assertThat(text("context.Request.Certificate.Subject")).contains("CN=client.example");
        assertThat(text("context.Request.Certificate.Issuer == context.Request.Certificate.Subject"))
                .isEqualTo("True");
        assertThat(text("context.Request.Certificate.GetNameInfo(X509NameType.SimpleName, false)"))
                .isEqualTo("client.example");
        assertThat(
                        text(
                                "context.Request.Certificate.NotAfter > DateTime.Now && context.Request.Certificate.HasPrivateKey == false"))
                .isEqualTo("True");
    }

    @Test
    void whetherItIsTrustedTheGatewayDecides() {
        assertThat(text("context.Request.Certificate == null || !context.Request.Certificate.VerifyNoRevocation()"))
                .isEqualTo("True");
    }

    @Test
    void aCertificateOfTheConfigurationSigns() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        context.certificates.put("signer", new Certificate(x509, pair.getPrivate()));
        String signature = text(
                "@{ using (var rsa = context.Deployment.Certificates[\"signer\"].GetRSAPrivateKey()) {"
                        + " return Convert.ToBase64String(rsa.SignData(Encoding.UTF8.GetBytes(\"data\"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)); } }");
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(pair.getPublic());
        verifier.update("data".getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(Base64.getDecoder().decode(signature))).isTrue();
    }

    @Test
    void aClientsCertificateCannotSign() {
        Expression expression = Expressions.compile(
                "context.Request.Certificate.GetRSAPublicKey().SignData(new byte[1], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).Length");
        assertThat(catchThrowableOfType(ExpressionException.class, () -> expression.evaluate(context))
                        .kind())
                .isEqualTo("CryptographicException");
    }

    private String text(String source) {
        return Expression.asString(Expressions.evaluate(source, context));
    }
}
