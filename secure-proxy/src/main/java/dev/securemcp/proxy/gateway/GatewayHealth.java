package dev.securemcp.proxy.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
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
        HealthCheckResponseBuilder response = HealthCheckResponse.named("gateway");
        String fault = gateway.subscriptionsFault();
        if (fault != null) {
            // Not a reason to take no calls: the version before it is in force.
            response.withData("subscriptions-file", "the newest version has faults, the first at " + fault);
        }
        return response.status(gateway.ready())
                .withData("servers", gateway.configuration().servers().size())
                .withData("calls", gateway.calls().active())
                .withData("streams", gateway.calls().streams())
                .build();
    }
}
