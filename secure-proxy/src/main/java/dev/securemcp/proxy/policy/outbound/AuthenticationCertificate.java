package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;

/**
 * {@code authentication-certificate} (APIM: "Authenticate with client certificate") for the backend: the load fails, since
 * connections to backends show no certificate yet. Inside {@code send-request} it works.
 */
public final class AuthenticationCertificate implements Policy {

    private AuthenticationCertificate() {}

    /** Checks the element, and refuses it. */
    public static AuthenticationCertificate compile(AttributeReader reader, PolicyBuild build) {
        ClientCertificate.compile(reader, build);
        reader.error(
                reader.element().position(),
                "`authentication-certificate` is not supported for the backend yet; inside `send-request` it is",
                "give the backend a credential in a header: `credential` of the backend in gateway.yaml");
        return new AuthenticationCertificate();
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        throw new IllegalStateException("refused at load");
    }
}
