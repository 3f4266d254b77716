package dev.securemcp.proxy.expression;

/**
 * {@code context.LastError} (APIM: "Error handling in API Management policies").
 *
 * @param source the element that failed, such as {@code check-header}
 * @param reason a machine's word for it, such as {@code HeaderNotFound}
 * @param message for a person
 * @param scope global, product, api or operation; may be null
 * @param section inbound, backend, outbound or on-error
 * @param path the element's place in the document, such as {@code choose[1]/when[2]}; may be null
 * @param policyId the element's {@code id}; may be null
 */
public record LastErrorFacts(
        String source, String reason, String message, String scope, String section, String path, String policyId) {}
