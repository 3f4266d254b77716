package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.AddressSet;
import dev.securemcp.proxy.config.Configuration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a gateway's configuration says to the policies that filter calls. Equal only to itself: one for a whole configuration. */
public final class FilterSettings {

    /** For a document that is checked alone: any list may exist. */
    public static final FilterSettings UNKNOWN = new FilterSettings(false, Map.of());

    private final boolean known;
    private final Map<String, AddressSet> addressLists;

    private FilterSettings(boolean known, Map<String, AddressSet> addressLists) {
        this.known = known;
        this.addressLists = Map.copyOf(addressLists);
    }

    /** Those of a configuration. */
    public static FilterSettings of(Configuration configuration) {
        return new FilterSettings(true, configuration.addressLists());
    }

    /** These lists of addresses. */
    public static FilterSettings of(Map<String, AddressSet> addressLists) {
        return new FilterSettings(true, addressLists);
    }

    /** A list of addresses; where it is not known what is configured, an empty one. */
    public Optional<AddressSet> addressList(String name) {
        return known ? Optional.ofNullable(addressLists.get(name)) : Optional.of(AddressSet.EMPTY);
    }

    /** The names of the lists. */
    public Set<String> addressLists() {
        return addressLists.keySet();
    }
}
