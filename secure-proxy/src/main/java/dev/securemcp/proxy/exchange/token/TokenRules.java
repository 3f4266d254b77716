package dev.securemcp.proxy.exchange.token;

import java.net.URI;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a token is held to. Immutable and made once at load; compared by identity, so that looking up what was validated before costs
 * nothing.
 */
public final class TokenRules {

    /**
     * A key of the configuration.
     *
     * @param id matched to the token's {@code kid}; null for any
     */
    public record ConfiguredKey(String id, Key key) {}

    /**
     * A claim that a token must have.
     *
     * @param name the claim
     * @param values what it may be; empty where presence is enough
     * @param all whether it must hold all values rather than one
     * @param separator what a claim's text is split at; empty for no splitting
     */
    public record RequiredClaim(String name, List<String> values, boolean all, String separator) {}

    /**
     * An issuer whose metadata tells its keys. One of the three is not null.
     *
     * @param metadata the URL of its metadata document (OpenID Connect Discovery 1.0 or RFC 8414)
     * @param jwks the URL of its keys where that is configured, so that no metadata is fetched
     * @param name its identifier, from which the URL of its metadata follows; the metadata must name it exactly
     */
    public record Issuer(URI metadata, URI jwks, URI name) {

        /** Found by its metadata, or its keys where {@code jwks} is not null. */
        public Issuer(URI metadata, URI jwks) {
            this(metadata, jwks, null);
        }

        /**
         * Found by its identifier: its metadata is looked for where OpenID Connect Discovery 1.0 §4 and RFC 8414 §3.1 say,
         * {@code {issuer}/.well-known/openid-configuration} first.
         */
        public static Issuer named(URI issuer) {
            return new Issuer(null, null, issuer);
        }

        /** What it is likely to call itself, as long as its metadata has not been read. */
        public List<String> likelyNames() {
            if (name != null) {
                return List.of(name.toString());
            }
            String url = metadata == null ? "" : metadata.toString();
            int wellKnown = url.indexOf("/.well-known/");
            String base = wellKnown < 0 ? url : url.substring(0, wellKnown);
            return url.isEmpty() ? List.of() : List.of(base, base + "/");
        }
    }

    private final List<Issuer> discovery;
    private final List<ConfiguredKey> keys;
    private final List<ConfiguredKey> decryptionKeys;
    private final List<String> issuers;
    private final List<String> audiences;
    private final List<RequiredClaim> claims;
    private final Set<String> algorithms;
    private final Duration clockSkew;
    private final boolean expirationRequired;
    private final boolean signatureRequired;
    private final boolean listedIssuersOnly;

    private TokenRules(Builder builder) {
        this.discovery = List.copyOf(builder.discovery);
        this.keys = List.copyOf(builder.keys);
        this.decryptionKeys = List.copyOf(builder.decryptionKeys);
        this.issuers = List.copyOf(builder.issuers);
        this.audiences = List.copyOf(builder.audiences);
        this.claims = List.copyOf(builder.claims);
        this.algorithms = Set.copyOf(builder.algorithms);
        this.clockSkew = builder.clockSkew;
        this.expirationRequired = builder.expirationRequired;
        this.signatureRequired = builder.signatureRequired;
        this.listedIssuersOnly = builder.listedIssuersOnly;
    }

    /** Rules that demand a signature and an expiry and nothing else. */
    public static Builder builder() {
        return new Builder();
    }

    /** Issuers whose published keys may sign. */
    public List<Issuer> discovery() {
        return discovery;
    }

    /** Keys that may sign, beside those of {@link #discovery()}. */
    public List<ConfiguredKey> keys() {
        return keys;
    }

    /** Keys that encrypted tokens are opened with. */
    public List<ConfiguredKey> decryptionKeys() {
        return decryptionKeys;
    }

    /**
     * Issuers that are accepted beside those that the metadata documents name; any where neither names one. {@code {tenantid}} in one
     * (Entra's template) stands for the tenant that the metadata's issuer names, or for the token's {@code tid} where that issuer is a
     * template itself. Where issuers are listed here, a template in metadata accepts nobody.
     */
    public List<String> issuers() {
        return issuers;
    }

    /** Audiences of which a token must name one; empty: any. */
    public List<String> audiences() {
        return audiences;
    }

    public List<RequiredClaim> claims() {
        return claims;
    }

    /** Algorithms (JWA names) that may sign; empty: all asymmetric ones that are supported, and HMAC with configured symmetric keys. */
    public Set<String> algorithms() {
        return algorithms;
    }

    public Duration clockSkew() {
        return clockSkew;
    }

    public boolean expirationRequired() {
        return expirationRequired;
    }

    public boolean signatureRequired() {
        return signatureRequired;
    }

    /** Whether {@link #issuers()} is all: an issuer that only its metadata names is not accepted. */
    public boolean listedIssuersOnly() {
        return listedIssuersOnly;
    }

    /** Collects rules. */
    public static final class Builder {
        private List<Issuer> discovery = List.of();
        private List<ConfiguredKey> keys = List.of();
        private List<ConfiguredKey> decryptionKeys = List.of();
        private List<String> issuers = List.of();
        private List<String> audiences = List.of();
        private List<RequiredClaim> claims = List.of();
        private Set<String> algorithms = Set.of();
        private Duration clockSkew = Duration.ZERO;
        private boolean expirationRequired = true;
        private boolean signatureRequired = true;
        private boolean listedIssuersOnly = false;

        private Builder() {}

        public Builder discovery(List<Issuer> value) {
            discovery = value;
            return this;
        }

        public Builder keys(List<ConfiguredKey> value) {
            keys = value;
            return this;
        }

        public Builder decryptionKeys(List<ConfiguredKey> value) {
            decryptionKeys = value;
            return this;
        }

        public Builder issuers(List<String> value) {
            issuers = value;
            return this;
        }

        public Builder audiences(List<String> value) {
            audiences = value;
            return this;
        }

        public Builder claims(List<RequiredClaim> value) {
            claims = value;
            return this;
        }

        public Builder algorithms(Set<String> value) {
            algorithms = value;
            return this;
        }

        public Builder clockSkew(Duration value) {
            clockSkew = value;
            return this;
        }

        public Builder expirationRequired(boolean value) {
            expirationRequired = value;
            return this;
        }

        public Builder signatureRequired(boolean value) {
            signatureRequired = value;
            return this;
        }

        public Builder listedIssuersOnly(boolean value) {
            listedIssuersOnly = value;
            return this;
        }

        public TokenRules build() {
            return new TokenRules(this);
        }
    }
}
