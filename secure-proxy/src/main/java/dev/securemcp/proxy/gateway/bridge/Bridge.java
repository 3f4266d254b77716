package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.store.redis.RedisException;
import io.vertx.core.Future;
import org.jboss.logging.Logger;

/** The endpoints of all bridges. Outlives a change of the configuration, whose sites it is handed with each request. */
public final class Bridge {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");

    private final Issuers issuers;
    private final AuthorizeEndpoint authorize;
    private final CallbackEndpoint callback;
    private final TokenEndpoint token;
    private final RegisterEndpoint register;

    /** What it is made of. */
    public Bridge(BridgeEnvironment environment) {
        Clients clients = new Clients(environment);
        this.issuers = new Issuers(environment);
        this.authorize = new AuthorizeEndpoint(environment, clients, issuers);
        this.callback = new CallbackEndpoint(environment, issuers);
        this.token = new TokenEndpoint(environment, clients, issuers);
        this.register = new RegisterEndpoint(environment, clients);
    }

    /**
     * Answers a request whose method the endpoint takes. Never fails. To be called on an event loop; the future may complete on
     * another.
     *
     * @param table the bridges of the running configuration
     * @param place one of the table's
     */
    public Future<BridgeAnswer> answer(BridgeTable table, BridgeTable.Place place, BridgeRequest request) {
        Future<BridgeAnswer> answer;
        try {
            answer = switch (place.endpoint()) {
                case METADATA -> Future.succeededFuture(BridgeAnswer.json(200, MetadataDocuments.oauth(place.site())));
                case OPENID ->
                    issuers.of(place.site())
                            .metadata()
                            .map(known -> BridgeAnswer.json(200, MetadataDocuments.openid(place.site(), known)));
                case AUTHORIZE ->
                    request.method().equals("POST")
                            ? authorize.decided(place.site(), request)
                            : authorize.asked(place.site(), request);
                case CALLBACK -> callback.answer(table, request);
                case TOKEN -> token.answer(place.site(), request);
                case REGISTER -> Future.succeededFuture(register.answer(place.site(), request));
            };
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        return answer.otherwise(failed -> {
            if (failed instanceof RedisException) {
                return refused(place.endpoint(), Refusal.STORE_UNAVAILABLE);
            }
            LOG.error("an endpoint of a bridge broke", failed);
            return refused(place.endpoint(), Refusal.INTERNAL_ERROR);
        });
    }

    /** A refusal in the form of an endpoint: people get a page, programs get JSON. */
    public static BridgeAnswer refused(Endpoint endpoint, Refusal refusal) {
        return endpoint.open() ? BridgeAnswer.error(refusal) : BridgeAnswer.errorPage(refusal);
    }
}
