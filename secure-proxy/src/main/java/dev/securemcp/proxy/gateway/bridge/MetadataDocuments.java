package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a bridge says about itself (RFC 8414 §2, RFC 9207 §3). Pure. */
final class MetadataDocuments {

    private MetadataDocuments() {}

    /** As an OAuth authorization server. */
    static ObjectNode oauth(BridgeSite site) {
        ObjectNode json = Json.object();
        json.put("issuer", site.issuer());
        json.put("authorization_endpoint", site.issuer() + "/authorize");
        json.put("token_endpoint", site.issuer() + "/token");
        if (site.config().registration()) {
            json.put("registration_endpoint", site.issuer() + "/register");
        }
        json.set(
                "scopes_supported",
                Json.array(List.copyOf(site.config().scopes().keySet())));
        json.set("response_types_supported", Json.array(List.of("code")));
        json.set("response_modes_supported", Json.array(List.of("query")));
        json.set("grant_types_supported", Json.array(List.of(ClientMetadata.CODE, ClientMetadata.REFRESH)));
        json.set("token_endpoint_auth_methods_supported", Json.array(ClientMetadata.AUTHENTICATIONS));
        json.set("code_challenge_methods_supported", Json.array(List.of(Pkce.METHOD)));
        json.put("authorization_response_iss_parameter_supported", true);
        json.put("client_id_metadata_document_supported", site.config().documents());
        return json;
    }

    /**
     * The same where OpenID Connect clients look, with what they expect besides (Discovery 1.0 §3). No ID tokens are given out here.
     *
     * @param issuer what is known of the issuer; null for nothing
     */
    static ObjectNode openid(BridgeSite site, IssuerMetadata issuer) {
        ObjectNode json = oauth(site);
        if (issuer != null && issuer.jwks() != null) {
            json.put("jwks_uri", issuer.jwks());
        }
        json.set("subject_types_supported", Json.array(List.of("public")));
        json.set("id_token_signing_alg_values_supported", Json.array(List.of("RS256")));
        return json;
    }
}
