package dev.securemcp.proxy.schema;

import java.util.Optional;

/**
 * How a policy wants a schema read.
 *
 * @param additionalProperties whether objects may have properties that the schema does not name; empty: as the schema says
 * @param foldCase whether names of properties are compared without case
 */
public record SchemaOptions(Optional<Boolean> additionalProperties, boolean foldCase) {

    /** As it is. */
    public static final SchemaOptions NONE = new SchemaOptions(Optional.empty(), false);
}
