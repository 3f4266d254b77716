package dev.securemcp.proxy.identity.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.expression.value.Jwt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads from a validated token what it grants.
 *
 * @param scopeClaims claims that hold scopes, as a list or separated by spaces (RFC 8693 §4.2: {@code scope}; Entra: {@code scp})
 * @param roleClaims claims that hold roles, as a list; a dot leads into an object
 * @param implied which further scopes a scope brings
 */
public record Grants(List<String> scopeClaims, List<String> roleClaims, Map<String, Set<String>> implied) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Grants {
        scopeClaims = List.copyOf(scopeClaims);
        roleClaims = List.copyOf(roleClaims);
        implied = Map.copyOf(implied);
    }

    /** Its scopes, with those that they bring. */
    public Set<String> scopes(Jwt token) {
        Set<String> scopes = new HashSet<>();
        for (String claim : scopeClaims) {
            for (String text : values(token, claim)) {
                for (String scope : text.split(" ", -1)) {
                    add(scopes, scope);
                }
            }
        }
        return scopes;
    }

    /** Its roles. A role may have spaces in it. */
    public Set<String> roles(Jwt token) {
        Set<String> roles = new HashSet<>();
        roleClaims.forEach(claim -> roles.addAll(values(token, claim)));
        return roles;
    }

    private void add(Set<String> scopes, String scope) {
        if (!scope.isEmpty()) {
            scopes.add(scope);
            scopes.addAll(implied.getOrDefault(scope, Set.of()));
        }
    }

    private static List<String> values(Jwt token, String claim) {
        List<String> values = token.claims().get(claim);
        if (values != null) {
            return values;
        }
        int dot = claim.indexOf('.');
        return dot < 0 ? List.of() : inside(token.claims().get(claim.substring(0, dot)), claim.substring(dot + 1));
    }

    /** A claim that is an object comes as JSON. */
    private static List<String> inside(List<String> claim, String path) {
        if (claim == null || claim.size() != 1) {
            return List.of();
        }
        try {
            JsonNode node = JSON.readTree(claim.getFirst());
            for (String step : path.split("\\.", -1)) {
                node = node == null ? null : node.get(step);
            }
            return node == null ? List.of() : texts(node);
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        (node.isArray() ? node : List.of(node)).forEach(value -> {
            if (value.isTextual()) {
                texts.add(value.asText());
            }
        });
        return texts;
    }
}
