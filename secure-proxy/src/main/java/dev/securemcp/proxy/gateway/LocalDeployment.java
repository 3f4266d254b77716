package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.expression.Certificate;
import dev.securemcp.proxy.expression.DeploymentFacts;
import java.util.Map;

/** {@code context.Deployment} of a gateway that somebody runs: there is no Azure region, and the names are the program's own. */
record LocalDeployment() implements DeploymentFacts {

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

    @Override
    public Map<String, Certificate> certificates() {
        return Map.of();
    }
}
