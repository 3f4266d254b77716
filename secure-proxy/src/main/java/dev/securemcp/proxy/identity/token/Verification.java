package dev.securemcp.proxy.identity.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.mcp.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Judges one token with the keys at hand. Pure, and slow: a signature takes 30–900 µs.
 *
 * @param rules what it is held to
 * @param sets the key sets that the rules name, in their order; null for one that is not at hand
 * @param now the time of day
 * @param unknownKey how long a reading of a set tells that a key was taken back
 */
record Verification(TokenRules rules, List<Keys> sets, Instant now, Duration unknownKey) {

    /** A token without {@code kid} is tried with every key that fits, but not with very many. */
    private static final int MAX_TRIES = 8;

    /** Where a token came from that no set's key has signed. */
    private static final List<Keys> NO_SET = Collections.singletonList(null);

    /** Stands for a key that is not there yet. */
    private static final SigningKey NO_KEY = new SigningKey(null, null, null, null);

    /** What came of it. */
    sealed interface Outcome {

        /**
         * It could be told.
         *
         * @param signer what it was signed with; null where it is not to be believed, or not signed
         */
        record Decided(TokenDecision decision, SigningKey signer) implements Outcome {}

        /**
         * No key at hand has signed it; one that the issuer has published since may have.
         *
         * @param otherwise what is to be said where there is none
         */
        record KeyMissing(TokenDecision.Invalid otherwise) implements Outcome {}
    }

    /** A key that may have signed, with the set it is from; null for a configured one. */
    private record Candidate(SigningKey key, Keys set) {}

    /** Judges a token. */
    Outcome run(String token) {
        try {
            CompactToken outer = CompactToken.parse(token);
            return outer.encrypted() ? opened(outer) : signed(outer);
        } catch (TokenFault fault) {
            return invalid(fault);
        }
    }

    private Outcome opened(CompactToken outer) throws TokenFault {
        byte[] content = Decryption.open(outer, rules.decryptionKeys());
        String inner = Decryption.token(content);
        if (inner != null) {
            CompactToken nested = CompactToken.parse(inner);
            if (nested.encrypted()) {
                throw TokenFault.malformed("The token is encrypted twice, which is not supported");
            }
            return signed(nested);
        }
        if (rules.signatureRequired()) {
            // Whoever knows a public key can encrypt to it: that is no signature.
            throw unsigned();
        }
        try {
            return believed(outer.header(), StrictJson.object(content), null, NO_SET);
        } catch (IllegalArgumentException e) {
            throw TokenFault.malformed("What the token holds cannot be read: " + e.getMessage());
        }
    }

    private static TokenFault unsigned() {
        return new TokenFault(Reason.TOKEN_SIGNATURE_INVALID, "The token is not signed");
    }

    private Outcome signed(CompactToken token) throws TokenFault {
        if (token.nested()) {
            throw TokenFault.malformed("The token holds another signed token, which is not supported");
        }
        if (token.algorithm().equalsIgnoreCase("none")) {
            if (rules.signatureRequired()
                    || token.signature().length > 0
                    || !token.algorithm().equals("none")) {
                throw unsigned();
            }
            return believed(token.header(), token.payload(), null, NO_SET);
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(token.algorithm())
                .filter(named ->
                        rules.algorithms().isEmpty() || rules.algorithms().contains(named.id()))
                .orElseThrow(() -> new TokenFault(
                        Reason.TOKEN_SIGNATURE_INVALID, "The token is signed with an algorithm that is not accepted"));
        List<Candidate> candidates = candidates(algorithm, token.kid());
        if (candidates.isEmpty()) {
            return missing(token, algorithm, Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        }
        SigningKey signer = signer(token, algorithm, candidates);
        if (signer == null) {
            // Without a name for its key, a token of a key that is new looks just like a forged one.
            return token.kid() == null
                    ? missing(token, algorithm, Reason.TOKEN_SIGNATURE_INVALID)
                    : decided(Reason.TOKEN_SIGNATURE_INVALID);
        }
        List<Keys> from = candidates.stream()
                .filter(candidate -> candidate.key().key().equals(signer.key()))
                .map(Candidate::set)
                .toList();
        return believed(token.header(), token.payload(), signer, from);
    }

    /** No key has signed it. Asking an issuer anew makes sense only where the token says that it is that issuer's. */
    private Outcome missing(CompactToken token, SignatureAlgorithm algorithm, Reason otherwise) throws TokenFault {
        if (algorithm.symmetric() || sets.isEmpty()) {
            return decided(otherwise);
        }
        IssuerCheck check = issuers();
        JsonNode claims = token.payload();
        boolean plausible = sets.stream()
                .anyMatch(set -> set == null
                        || (!set.tookBack(token.kid(), unknownKey, now)
                                && check.accepts(claims, set.issuer(), NO_KEY)));
        return plausible
                ? new Outcome.KeyMissing(new TokenDecision.Invalid(otherwise, otherwise.message()))
                : decided(otherwise);
    }

    private static Outcome decided(Reason reason) {
        return new Outcome.Decided(new TokenDecision.Invalid(reason, reason.message()), null);
    }

    private List<Candidate> candidates(SignatureAlgorithm algorithm, String kid) {
        List<Candidate> found = new ArrayList<>();
        rules.keys().stream()
                .map(key -> new SigningKey(key.id(), null, key.key(), null))
                .filter(key -> key.fits(algorithm, kid))
                .forEach(key -> found.add(new Candidate(key, null)));
        if (!algorithm.symmetric()) {
            for (Keys set : sets) {
                if (set != null) {
                    set.keys().stream()
                            .filter(key -> key.fits(algorithm, kid))
                            .forEach(key -> found.add(new Candidate(key, set)));
                }
            }
        }
        return found;
    }

    private static SigningKey signer(CompactToken token, SignatureAlgorithm algorithm, List<Candidate> candidates)
            throws TokenFault {
        byte[] signed = token.signed();
        byte[] signature = token.signature();
        List<java.security.Key> tried = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (tried.size() < MAX_TRIES && !tried.contains(candidate.key().key())) {
                tried.add(candidate.key().key());
                if (algorithm.verify(signature, signed, candidate.key().key())) {
                    return candidate.key();
                }
            }
        }
        return null;
    }

    /**
     * The signature is good or not asked for; now what the token says.
     *
     * @param from the sets that the key is in; null among them for a configured key
     */
    private Outcome believed(JsonNode header, JsonNode claims, SigningKey signer, List<Keys> from) throws TokenFault {
        Jwt jwt = Jwt.of(header, claims);
        Instant expires = ClaimsCheck.lifetime(rules, claims, now);
        ClaimsCheck.audience(rules, claims);
        if (!issuer(claims, signer, from)) {
            throw new TokenFault(Reason.TOKEN_ISSUER_NOT_ALLOWED, "The token's issuer (`iss`) is not accepted");
        }
        ClaimsCheck.required(rules, jwt);
        return new Outcome.Decided(new TokenDecision.Valid(jwt, expires), signer);
    }

    private boolean issuer(JsonNode claims, SigningKey signer, List<Keys> from) {
        IssuerCheck check = issuers();
        return from.stream()
                .anyMatch(set -> set == null ? check.accepts(claims) : check.accepts(claims, set.issuer(), signer));
    }

    private IssuerCheck issuers() {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            if (sets.get(i) == null) {
                named.addAll(rules.discovery().get(i).likelyNames());
            } else if (sets.get(i).issuer() != null) {
                named.add(sets.get(i).issuer());
            }
        }
        return new IssuerCheck(rules.issuers(), named, !sets.isEmpty(), rules.listedIssuersOnly());
    }

    private static Outcome invalid(TokenFault fault) {
        return new Outcome.Decided(new TokenDecision.Invalid(fault.reason(), fault.getMessage()), null);
    }
}
