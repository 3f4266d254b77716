package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.gateway.bridge.BridgeSite;
import dev.securemcp.proxy.gateway.bridge.BridgeTable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bridges of a configuration. Immutable.
 *
 * @param table which paths are theirs
 * @param hosts which names the gateway answers to there
 */
record Bridges(BridgeTable table, HostRule hosts) {

    static Bridges of(Configuration configuration, boolean boundToLoopback) {
        List<BridgeSite> sites = new ArrayList<>();
        List<String> hosts = new ArrayList<>();
        configuration.servers().values().forEach(server -> {
            Optional<BridgeSite> site = BridgeSite.of(configuration, server);
            site.ifPresent(sites::add);
            site.ifPresent(found -> hosts.addAll(server.allowedHosts()));
        });
        String authority = configuration.publicUrl().map(URI::getRawAuthority).orElse(null);
        return new Bridges(BridgeTable.of(sites), HostRule.of(authority, hosts, boundToLoopback));
    }
}
