package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;

/**
 * {@code authentication-certificate} (APIM: "Authenticate with client certificate"): the gateway shows the backend a certificate of
 * its own when the connection is made. Inside {@code send-request} the called service is shown it instead.
 *
 * @param certificate which one
 */
public record AuthenticationCertificate(ClientCertificate certificate) implements Policy {

    /** Compiles the element. */
    public static AuthenticationCertificate compile(AttributeReader reader, PolicyBuild build) {
        return new AuthenticationCertificate(ClientCertificate.compile(reader, build));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        return certificate.identity(exchange).map(identity -> {
            exchange.request().identity(identity);
            return Verdict.CONTINUE;
        });
    }
}
