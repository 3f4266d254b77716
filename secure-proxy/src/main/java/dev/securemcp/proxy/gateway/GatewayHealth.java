package dev.securemcp.proxy.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready as long as new calls are taken; a gateway that stops says so before it closes its port. */
@Readiness
@Singleton
public class GatewayHealth implements HealthCheck {

    private final GatewayService gateway;

    @Inject
    GatewayHealth(GatewayService gateway) {
        this.gateway = gateway;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("gateway")
                .status(gateway.ready())
                .withData("servers", gateway.configuration().servers().size())
                .withData("calls", gateway.calls().active())
                .withData("streams", gateway.calls().streams())
                .build();
    }
}
