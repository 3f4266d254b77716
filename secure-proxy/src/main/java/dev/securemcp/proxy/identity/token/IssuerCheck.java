package dev.securemcp.proxy.identity.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether an issuer may have made a token, given the key set that its key is from. A set's keys speak for the issuer that its
 * metadata names and for those that the rules list, but never for an issuer that has a set of its own among the rules.
 *
 * @param listed the issuers of the rules
 * @param named the issuers of all metadata that could be read
 * @param anyMetadata whether the rules name metadata at all, read or not
 * @param listedOnly whether an issuer must be listed, whatever metadata says
 */
record IssuerCheck(List<String> listed, List<String> named, boolean anyMetadata, boolean listedOnly) {

    /** Entra's template of an issuer. */
    private static final String TENANT = "{tenantid}";

    private static final Pattern GUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    /** Judges the claims of a token that a configured key has signed, or none. */
    boolean accepts(JsonNode claims) {
        if (listed.isEmpty() && !anyMetadata) {
            return true;
        }
        String issuer = text(claims, "iss");
        return issuer != null
                && (named.contains(issuer) || listed.stream().anyMatch(one -> matches(one, issuer, tenant(claims))));
    }

    /**
     * Judges the claims of a token that a key of a set has signed.
     *
     * @param own the issuer of the metadata that the set came with; null where no metadata was read
     */
    boolean accepts(JsonNode claims, String own, SigningKey key) {
        if (!speaksFor(key, claims)) {
            return false;
        }
        String issuer = text(claims, "iss");
        boolean itself = own != null && own.equals(issuer);
        if (itself && !listedOnly) {
            return !isTemplate(own);
        }
        if (!itself && issuer != null && named.contains(issuer)) {
            return false;
        }
        if (listed.isEmpty() && !listedOnly) {
            return own == null || issuer != null && isTemplate(own) && matches(own, issuer, tenant(claims));
        }
        String tenant = own == null || isTemplate(own) ? tenant(claims) : tenantOf(own);
        return issuer != null && listed.stream().anyMatch(one -> matches(one, issuer, tenant));
    }

    /** Keys of one tenant in a set of many, such as those of personal accounts, sign for that tenant alone. */
    private static boolean speaksFor(SigningKey key, JsonNode claims) {
        String owner = key.issuer();
        String tenant = tenant(claims);
        return owner == null
                || isTemplate(owner)
                || tenant == null
                || Arrays.asList(owner.split("/", -1)).contains(tenant);
    }

    /** The tenant that a set's issuer names, read by the templates of the rules; null where none of them fits. */
    private String tenantOf(String own) {
        for (String template : listed) {
            String lower = template.toLowerCase(Locale.ROOT);
            int at = lower.indexOf(TENANT);
            if (at >= 0) {
                String head = template.substring(0, at);
                String tail = template.substring(at + TENANT.length());
                boolean fits =
                        own.length() > head.length() + tail.length() && own.startsWith(head) && own.endsWith(tail);
                String middle = fits ? own.substring(head.length(), own.length() - tail.length()) : "";
                if (GUID.matcher(middle).matches()) {
                    return middle;
                }
            }
        }
        return null;
    }

    private static String tenant(JsonNode claims) {
        String tenant = text(claims, "tid");
        return tenant != null && GUID.matcher(tenant).matches() ? tenant : null;
    }

    private static String text(JsonNode claims, String name) {
        JsonNode value = claims.get(name);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    private static boolean isTemplate(String issuer) {
        return issuer.toLowerCase(Locale.ROOT).contains(TENANT);
    }

    private static boolean matches(String expected, String issuer, String tenant) {
        int at = expected.toLowerCase(Locale.ROOT).indexOf(TENANT);
        if (at < 0) {
            return expected.equals(issuer);
        }
        return tenant != null
                && issuer.equals(expected.substring(0, at) + tenant + expected.substring(at + TENANT.length()));
    }
}
