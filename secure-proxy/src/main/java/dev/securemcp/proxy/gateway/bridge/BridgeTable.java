package dev.securemcp.proxy.gateway.bridge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which paths belong to bridges. Immutable. */
public final class BridgeTable {

    static final String CALLBACK = "/oauth/callback";

    /**
     * An endpoint of a bridge.
     *
     * @param site whose it is; null for the callback, which is everybody's
     */
    public record Place(BridgeSite site, Endpoint endpoint) {}

    private final Map<String, Place> places;
    private final Map<String, BridgeSite> sites;

    private BridgeTable(Map<String, Place> places, Map<String, BridgeSite> sites) {
        this.places = Map.copyOf(places);
        this.sites = Map.copyOf(sites);
    }

    public static BridgeTable of(List<BridgeSite> bridges) {
        Map<String, Place> places = new HashMap<>();
        Map<String, BridgeSite> sites = new HashMap<>();
        for (BridgeSite site : bridges) {
            sites.put(site.server(), site);
            places.put("/.well-known/oauth-authorization-server" + site.path(), new Place(site, Endpoint.METADATA));
            places.put("/.well-known/openid-configuration" + site.path(), new Place(site, Endpoint.OPENID));
            places.put(site.path() + "/.well-known/openid-configuration", new Place(site, Endpoint.OPENID));
            places.put(site.path() + "/authorize", new Place(site, Endpoint.AUTHORIZE));
            places.put(site.path() + "/token", new Place(site, Endpoint.TOKEN));
            if (site.config().registration()) {
                places.put(site.path() + "/register", new Place(site, Endpoint.REGISTER));
            }
            places.put(CALLBACK, new Place(null, Endpoint.CALLBACK));
        }
        return new BridgeTable(places, sites);
    }

    /** What is at a path; null where no bridge is. */
    public Place find(String path) {
        return places.get(path);
    }

    /** The bridge of a server; null where it has none. */
    BridgeSite site(String server) {
        return sites.get(server);
    }

    /** Whether there is no bridge at all. */
    public boolean isEmpty() {
        return sites.isEmpty();
    }
}
