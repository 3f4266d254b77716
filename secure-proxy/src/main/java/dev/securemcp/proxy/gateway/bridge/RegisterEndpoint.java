package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.gateway.bridge.ClientMetadata.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Registration (RFC 7591). Anybody may, so it costs nothing but the answer, and each address may only so often. */
final class RegisterEndpoint {

    private final BridgeEnvironment environment;
    private final ClientIds ids;
    private final AddressRate rate;

    RegisterEndpoint(BridgeEnvironment environment, Clients clients) {
        this.environment = environment;
        this.ids = clients.ids();
        this.rate = new AddressRate(environment.limits().count(Limit.BRIDGE_REGISTRATIONS), environment.clock());
    }

    BridgeAnswer answer(BridgeSite site, BridgeRequest request) {
        if (!rate.allows(request.address())) {
            return BridgeAnswer.error(Refusal.TOO_MANY).with("Retry-After", "600");
        }
        Optional<JsonNode> json = request.hasType("application/json") ? Json.object(request.body()) : Optional.empty();
        if (json.isEmpty()) {
            return BridgeAnswer.error(Refusal.REGISTRATION_INVALID, "the body is no JSON object");
        }
        return switch (ClientMetadata.read(json.get(), site.config().redirects())) {
            case Reading.Faulty(Refusal refusal, String detail) -> BridgeAnswer.error(refusal, detail);
            case Reading.Sound(ClientMetadata metadata) ->
                ids.id(site.server(), metadata, environment.fresh().substring(0, 12))
                        .map(id -> registered(site, metadata, id))
                        .orElseGet(() -> BridgeAnswer.error(
                                Refusal.REGISTRATION_INVALID, "name and redirect URIs are too long together"));
        };
    }

    private BridgeAnswer registered(BridgeSite site, ClientMetadata metadata, String id) {
        environment.events().happened(site.server(), BridgeEvents.Event.REGISTERED);
        ObjectNode body = Json.object();
        body.put("client_id", id);
        body.put("client_id_issued_at", environment.clock().instant().getEpochSecond());
        if (metadata.secret()) {
            body.put("client_secret", ids.secret(site.server(), id));
            body.put("client_secret_expires_at", 0);
        }
        if (!metadata.name().isEmpty()) {
            body.put("client_name", metadata.name());
        }
        List<String> grants = new ArrayList<>(List.of(ClientMetadata.CODE));
        if (metadata.refresh()) {
            grants.add(ClientMetadata.REFRESH);
        }
        body.set("redirect_uris", Json.array(metadata.redirects()));
        body.set("grant_types", Json.array(grants));
        body.set("response_types", Json.array(List.of("code")));
        body.put("token_endpoint_auth_method", metadata.authentication());
        return BridgeAnswer.json(201, body);
    }
}
