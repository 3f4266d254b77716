package dev.securemcp.proxy.policy;

/**
 * What a load lets pass.
 *
 * @param unknownNames named values and fragments that are not known stay open: for checking a document without its configuration,
 *     never for running it
 * @param unsupported elements of API Management that this gateway does not support are left out with a warning; never those that
 *     decide about access, and never those that only a later release brings
 */
public record Leniency(boolean unknownNames, boolean unsupported) {

    /** Nothing: how a gateway starts unless its operator says otherwise. */
    public static final Leniency NONE = new Leniency(false, false);
}
