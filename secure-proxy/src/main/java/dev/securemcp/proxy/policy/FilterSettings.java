package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.AddressSet;
import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.SchemaFile;
import dev.securemcp.proxy.schema.SchemaDocument;
import dev.securemcp.proxy.schema.SchemaLimits;
import dev.securemcp.proxy.schema.UnusableSchemaException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a gateway's configuration says to the policies that filter calls. Equal only to itself: one for a whole configuration. */
public final class FilterSettings {

    /** For a document that is checked alone: any list and any schema may exist. */
    public static final FilterSettings UNKNOWN = new FilterSettings(false, Map.of(), Map.of());

    private final boolean known;
    private final Map<String, AddressSet> addressLists;
    private final Map<String, SchemaDocument> schemas;
    private boolean toolSchemas;

    private FilterSettings(boolean known, Map<String, AddressSet> addressLists, Map<String, SchemaDocument> schemas) {
        this.known = known;
        this.addressLists = Map.copyOf(addressLists);
        this.schemas = Map.copyOf(schemas);
    }

    /** Those of a configuration. */
    public static FilterSettings of(Configuration configuration, Faults faults) {
        SchemaLimits limits = new SchemaLimits(
                (int) configuration.limits().bytes(Limit.SCHEMA),
                configuration.limits().count(Limit.VALIDATION_WORK));
        Map<String, SchemaDocument> schemas = new HashMap<>();
        for (SchemaFile file : configuration.schemas().values()) {
            try {
                schemas.put(file.name(), SchemaDocument.read(file.json().getBytes(StandardCharsets.UTF_8), limits));
            } catch (UnusableSchemaException e) {
                faults.error(
                        file.position(),
                        "schemas." + file.name(),
                        "nothing can be checked against it: " + e.getMessage(),
                        "");
            }
        }
        return new FilterSettings(true, configuration.addressLists(), schemas);
    }

    /** These lists of addresses and these schemas. */
    public static FilterSettings of(Map<String, AddressSet> addressLists, Map<String, SchemaDocument> schemas) {
        return new FilterSettings(true, addressLists, schemas);
    }

    /** A list of addresses; where it is not known what is configured, an empty one. */
    public Optional<AddressSet> addressList(String name) {
        return known ? Optional.ofNullable(addressLists.get(name)) : Optional.of(AddressSet.EMPTY);
    }

    /** The names of the lists. */
    public Set<String> addressLists() {
        return addressLists.keySet();
    }

    /** Whether it is known what is configured; false where a document is checked alone. */
    public boolean known() {
        return known;
    }

    /** A schema. */
    public Optional<SchemaDocument> schema(String id) {
        return Optional.ofNullable(schemas.get(id));
    }

    /** The ids of the schemas. */
    public Set<String> schemas() {
        return schemas.keySet();
    }

    /** A policy wants to know what tools take: schemas are to be learnt. Called while documents are compiled. */
    public void wantToolSchemas() {
        if (known) {
            toolSchemas = true;
        }
    }

    /** Whether any policy wants to know what tools take. Complete when all documents are compiled. */
    public boolean toolSchemas() {
        return toolSchemas;
    }
}
