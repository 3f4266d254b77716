package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenRules.Issuer;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.net.OutboundUrl;
import dev.securemcp.proxy.policy.Condition;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.access.RuleInputs.Input;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code validate-jwt} (APIM: "Validate JWT"): a request must have a token that one of the named issuers has made, for one of the
 * audiences, with the claims that are asked for.
 */
public final class ValidateJwt implements Policy {

    private static final int MOST_ISSUERS = 20;
    private static final Duration MOST_SKEW = Duration.ofDays(1);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])");

    private final TokenPlace place;
    private final TokenAnswer answer;
    private final TokenHolder holder;
    private final RuleInputs inputs = new RuleInputs();
    private final List<Issuer> discovery;
    private final List<TokenKeys.Element> keys;
    private final List<TokenKeys.Element> decryptionKeys;
    private final List<Input> audiences;
    private final List<Input> issuers;
    private final List<RequiredClaims.Element> claims;
    private final Input skew;
    private final Input expires;
    private final Input signed;

    private ValidateJwt(AttributeReader reader, PolicyBuild build) {
        place = TokenPlace.compile(reader, build, false, true);
        answer = TokenAnswer.compile(reader, build);
        holder = new TokenHolder(build.everyCall());
        expires = inputs.add(Condition.optional(reader, build, "require-expiration-time", true));
        Condition signature = Condition.optional(reader, build, "require-signed-tokens", true);
        signed = inputs.add(signature);
        skew = inputs.add(skew(reader, build));
        discovery = discovery(reader, build);
        keys = TokenKeys.compile(reader, build, "issuer-signing-keys", false, inputs);
        decryptionKeys = TokenKeys.compile(reader, build, "decryption-keys", true, inputs);
        audiences = RequiredClaims.list(reader, build, "audiences", "audience", inputs);
        issuers = RequiredClaims.list(reader, build, "issuers", "issuer", inputs);
        claims = RequiredClaims.compile(reader, build, inputs);
        warn(reader, signature);
    }

    /** Compiles the element. */
    public static ValidateJwt compile(AttributeReader reader, PolicyBuild build) {
        return new ValidateJwt(reader, build);
    }

    private void warn(AttributeReader reader, Condition signature) {
        boolean keyless = reader.element().elements("openid-config").isEmpty()
                && reader.element().elements("issuer-signing-keys").isEmpty();
        if (signature instanceof Condition.Fixed(boolean wanted) && !wanted) {
            reader.warning(
                    reader.element().position(),
                    "with `require-signed-tokens=\"false\"` anybody can make a token that passes",
                    "leave it out, unless something else in the document checks the caller");
        } else if (keyless) {
            reader.warning(
                    reader.element().position(),
                    "there is no key, so every token is refused",
                    "add `<openid-config>` or `<issuer-signing-keys>`");
        }
        if (audiences.isEmpty() && claims.isEmpty()) {
            reader.warning(
                    reader.element().position(),
                    "without `<audiences>` a token that the issuer made for any other service passes",
                    "name the audience that stands for this server");
        }
    }

    private static Value skew(AttributeReader reader, PolicyBuild build) {
        Optional<PolicyText> text = reader.optional("clock-skew");
        text.filter(given -> !given.isExpression() && !given.open())
                .filter(given -> duration(given.text()).isEmpty())
                .ifPresent(given -> reader.error(
                        given.position(),
                        "found `" + given.masked() + "` in `clock-skew`, expected a number of seconds up to "
                                + MOST_SKEW.toSeconds(),
                        "write 300 or 00:05:00"));
        return text.map(given -> build.value(reader, given)).orElse(new Value.Literal("0"));
    }

    private static Optional<Duration> duration(String text) {
        String trimmed = text.strip();
        Matcher time = TIME.matcher(trimmed);
        Duration found;
        if (SECONDS.matcher(trimmed).matches()) {
            found = Duration.ofSeconds(Long.parseLong(trimmed));
        } else if (time.matches()) {
            found = Duration.ofHours(Long.parseLong(time.group(1)))
                    .plusMinutes(Long.parseLong(time.group(2)))
                    .plusSeconds(Long.parseLong(time.group(3)));
        } else {
            return Optional.empty();
        }
        return Optional.of(found).filter(given -> given.compareTo(MOST_SKEW) <= 0);
    }

    private static List<Issuer> discovery(AttributeReader reader, PolicyBuild build) {
        List<Issuer> found = new ArrayList<>();
        List<AttributeReader> children = reader.children("openid-config");
        if (children.size() > MOST_ISSUERS) {
            reader.error(
                    children.get(MOST_ISSUERS).element().position(),
                    "found more than " + MOST_ISSUERS + " `<openid-config>`",
                    "");
        }
        for (AttributeReader child : children) {
            PolicyText text = child.requiredLiteral("url").strip();
            child.done();
            if (!text.open()) {
                url(child, build, text).ifPresent(url -> found.add(new Issuer(url, null)));
            }
        }
        return found;
    }

    private static Optional<URI> url(AttributeReader child, PolicyBuild build, PolicyText text) {
        URI url;
        try {
            url = URI.create(OutboundUrl.parse(text.text()).toString());
        } catch (IllegalArgumentException e) {
            child.error(text.position(), e.getMessage(), "write the address of the issuer's metadata document");
            return Optional.empty();
        }
        if (!build.settings().access().mayAsk(url)) {
            child.error(
                    text.position(),
                    "over plain http anybody on the way could put in keys of their own",
                    "use https; or, in a network that you trust, name the host under `key-sets.plain-http`");
        }
        return Optional.of(url);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String token = place.find(exchange);
        if (token == null) {
            return Future.succeededFuture(answer.missing(exchange));
        }
        TokenRules rules = inputs.rules(exchange, this::rules);
        return exchange.services().tokens().validate(rules, token).map(decision -> {
            holder.shown(exchange, token, rules, decision);
            return answer.verdict(exchange, decision);
        });
    }

    private TokenRules rules(List<String> texts) {
        return TokenRules.builder()
                .discovery(discovery)
                .keys(keys.stream().map(key -> key.of(texts)).toList())
                .decryptionKeys(
                        decryptionKeys.stream().map(key -> key.of(texts)).toList())
                .audiences(audiences.stream().map(input -> input.of(texts)).toList())
                .issuers(issuers.stream().map(input -> input.of(texts)).toList())
                .claims(claims.stream().map(claim -> claim.of(texts)).toList())
                .clockSkew(duration(skew.of(texts))
                        .orElseThrow(() ->
                                new ExpressionException("FormatException", "clock-skew is a number of seconds", null)))
                .expirationRequired(Boolean.parseBoolean(expires.of(texts)))
                .signatureRequired(Boolean.parseBoolean(signed.of(texts)))
                .build();
    }

    /** Without keys: this may end in a log. */
    @Override
    public String toString() {
        return "ValidateJwt";
    }
}
