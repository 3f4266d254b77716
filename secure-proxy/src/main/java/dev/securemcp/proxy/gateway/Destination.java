package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.config.BackendConfig.CredentialConfig;
import dev.securemcp.proxy.exchange.BackendChoice;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where one request goes: where its session or stream lives or its server's backend is, unless policies say otherwise.
 *
 * @param backend the backend's name; null where a policy gave an address
 * @param base its endpoint, as sessions remember it
 * @param target the endpoint with the path that {@code rewrite-uri} made
 * @param credential what the gateway shows it
 */
record Destination(String backend, Target base, Target target, Optional<CredentialConfig> credential) {

    /** Where a request of that kind goes that belongs to no session yet. */
    static Destination of(Upstream upstream, Kind kind) {
        Target endpoint = kind == Kind.SSE ? upstream.sse() : upstream.streamable();
        return new Destination(upstream.backend(), endpoint, endpoint, upstream.credential());
    }

    /**
     * Where a session or stream lives.
     *
     * @param backend the name of its backend; null where a policy gave the address
     */
    static Destination remembered(String backend, Target endpoint, Map<String, Upstream> backends) {
        Upstream upstream = backend == null ? null : backends.get(backend);
        return new Destination(
                backend, endpoint, endpoint, upstream == null ? Optional.empty() : upstream.credential());
    }

    /**
     * This, as policies have changed it. {@code set-backend-service} wins over where a session lives, since the operator wrote it;
     * messages of a legacy stream go where their stream is, whatever policies say.
     *
     * @return empty where a backend was chosen that the configuration does not have
     */
    Optional<Destination> changed(RequestState request, Kind kind, Map<String, Upstream> backends) {
        if (kind == Kind.MESSAGES) {
            return Optional.of(this);
        }
        Destination chosen =
                switch (request.backend()) {
                    case null -> this;
                    case BackendChoice.Named(String name) ->
                        backends.containsKey(name) ? of(backends.get(name), kind) : null;
                    case BackendChoice.Address(URI url) -> of(Upstream.of(url), kind);
                };
        if (chosen == null) {
            return Optional.empty();
        }
        return Optional.of(kind == Kind.STREAMABLE ? chosen.rewritten(request.rewrittenPath()) : chosen);
    }

    private Destination rewritten(String path) {
        if (path == null || path.equals("/")) {
            return this;
        }
        String below =
                base.path().endsWith("/") ? base.path().substring(0, base.path().length() - 1) : base.path();
        return new Destination(backend, base, base.withPathAndQuery(below + path, base.query()), credential);
    }
}
