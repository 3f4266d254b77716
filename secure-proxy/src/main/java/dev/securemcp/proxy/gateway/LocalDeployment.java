package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.expression.Certificate;
import dev.securemcp.proxy.expression.DeploymentFacts;
import java.util.HashMap;
import java.util.Map;

/** {@code context.Deployment} of a gateway that somebody runs: there is no Azure region, and the names are the program's own. */
record LocalDeployment(Map<String, Certificate> certificates) implements DeploymentFacts {

    /** That of a configuration: its certificates are what policies see. */
    static LocalDeployment of(Configuration configuration) {
        Map<String, Certificate> certificates = new HashMap<>();
        configuration
                .certificates()
                .forEach((name, certificate) -> certificates.put(
                        name,
                        new Certificate(
                                certificate.entry().chain().getFirst(),
                                certificate.entry().key())));
        return new LocalDeployment(Map.copyOf(certificates));
    }

    @Override
    public String region() {
        return "local";
    }

    @Override
    public String serviceName() {
        return "secure-proxy";
    }

    @Override
    public String serviceId() {
        return "secure-proxy";
    }

    @Override
    public String gatewayId() {
        return "managed";
    }
}
