package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.gateway.bridge.ClientDocument.Result;
import io.vertx.core.Future;
import java.util.Optional;

/** Finds the client behind an id: one that registered itself, or one that its document describes. */
final class Clients {

    private final ClientIds ids;
    private final ClientDocuments documents;

    /** What was found: a client, or why there is none. */
    record Found(Client client, Refusal refusal) {}

    Clients(BridgeEnvironment environment) {
        Limits limits = environment.limits();
        this.ids = new ClientIds(environment.key());
        this.documents = new ClientDocuments(
                environment.http(),
                environment.clock(),
                new ClientDocuments.Bounds(
                        limits.count(Limit.BRIDGE_DOCUMENTS),
                        (int) limits.bytes(Limit.BRIDGE_DOCUMENT),
                        limits.time(Limit.BRIDGE_CALL_TIME),
                        limits.count(Limit.BRIDGE_FETCHES)));
    }

    ClientIds ids() {
        return ids;
    }

    /** The client that begins a sign-in. Never fails. */
    Future<Found> find(BridgeSite site, String id, String address) {
        if (id == null) {
            return Future.succeededFuture(new Found(null, Refusal.CLIENT_UNKNOWN));
        }
        if (!ClientDocument.isUrl(id)) {
            return Future.succeededFuture(registered(site, id)
                    .map(client -> new Found(client, null))
                    .orElse(new Found(null, Refusal.CLIENT_UNKNOWN)));
        }
        if (!site.config().documents()) {
            return Future.succeededFuture(new Found(null, Refusal.CLIENT_UNKNOWN));
        }
        return documents.find(id, site.config().redirects(), address).map(result -> switch (result) {
            case null -> new Found(null, Refusal.TOO_MANY);
            case Result.Sound(Client client) -> new Found(client, null);
            case Result.Faulty _ -> new Found(null, Refusal.CLIENT_DOCUMENT_REFUSED);
        });
    }

    /** A registered client; what the operator no longer allows is unknown. */
    private Optional<Client> registered(BridgeSite site, String id) {
        return ids.find(site.server(), id)
                .filter(client -> site.config().registration())
                .filter(client -> client.redirects().stream()
                        .allMatch(redirect ->
                                RedirectUri.fault(redirect, site.config().redirects()) == null));
    }

    /**
     * Whether a client at the token endpoint is who it says. A client with a document has no secret, so its document need not be read:
     * a code or token that it shows was given to that id.
     */
    Refusal refusal(BridgeSite site, ClientProof proof) {
        if (proof == null) {
            return Refusal.CLIENT_NOT_AUTHENTICATED;
        }
        if (ClientDocument.isUrl(proof.id())) {
            return site.config().documents() && proof.secret() == null ? null : Refusal.CLIENT_NOT_AUTHENTICATED;
        }
        Optional<Client> client = registered(site, proof.id());
        if (client.isEmpty()) {
            return Refusal.CLIENT_NOT_AUTHENTICATED;
        }
        boolean proved = client.get().secret()
                ? Opaque.same(ids.secret(site.server(), proof.id()), proof.secret())
                : proof.secret() == null;
        return proved ? null : Refusal.CLIENT_NOT_AUTHENTICATED;
    }
}
