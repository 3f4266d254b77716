package dev.securemcp.proxy.expression;

import java.util.Map;

/** {@code context.Deployment}: the gateway itself. */
public interface DeploymentFacts {

    String region();

    String serviceName();

    String serviceId();

    String gatewayId();

    /** The certificates of the configuration by name. */
    Map<String, Certificate> certificates();

    /**
     * Whether a certificate chains to what the gateway trusts, without a look at revocation lists: behind
     * {@code VerifyNoRevocation()} and {@code Verify()}. Must not block.
     */
    default boolean trusts(Certificate certificate) {
        return false;
    }
}
