package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.AccessSettings;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.access.RuleInputs.Input;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code validate-azure-ad-token} (APIM: "Validate Microsoft Entra token"): a request must have a token that a tenant of Microsoft
 * Entra ID has made, of version 1 or 2, for one of the client applications and audiences that are named.
 */
public final class ValidateAzureAdToken implements Policy {

    private final TokenPlace place;
    private final TokenAnswer answer;
    private final TokenHolder holder;
    private final RuleInputs inputs = new RuleInputs();
    private final AccessSettings settings;
    private final Value tenant;
    private final Input tenantInput;
    private final List<Value> clients;
    private final List<Input> backends;
    private final List<Input> audiences;
    private final List<RequiredClaims.Element> claims;
    private final List<TokenKeys.Element> decryptionKeys;

    private ValidateAzureAdToken(AttributeReader reader, PolicyBuild build) {
        settings = build.settings().access();
        place = TokenPlace.compile(reader, build, true, false);
        answer = TokenAnswer.compile(reader, build);
        holder = new TokenHolder(build.everyCall());
        tenant = tenant(reader, build);
        tenantInput = inputs.add(tenant);
        clients = clients(reader, build);
        backends = RequiredClaims.list(reader, build, "backend-application-ids", "application-id", inputs);
        audiences = RequiredClaims.list(reader, build, "audiences", "audience", inputs);
        claims = RequiredClaims.compile(reader, build, inputs);
        decryptionKeys = TokenKeys.compile(reader, build, "decryption-keys", true, inputs);
        if (clients.isEmpty() && backends.isEmpty() && audiences.isEmpty() && claims.isEmpty()) {
            reader.warning(
                    reader.element().position(),
                    "any token of the tenant passes, whatever application has it and whatever service it is for",
                    "name `<client-application-ids>`, `<audiences>` or both");
        }
    }

    /** Compiles the element. */
    public static ValidateAzureAdToken compile(AttributeReader reader, PolicyBuild build) {
        return new ValidateAzureAdToken(reader, build);
    }

    private Value tenant(AttributeReader reader, PolicyBuild build) {
        PolicyText text = reader.required("tenant-id");
        if (!text.isExpression() && !text.open()) {
            try {
                URI authority = EntraTenant.parse(text.text(), settings.tokens().entraAuthority(), true)
                        .authority();
                if (!settings.mayAsk(authority)) {
                    reader.error(
                            text.position(),
                            "over plain http anybody on the way could put in keys of their own",
                            "use https; or, in a network that you trust, name the host under `key-sets.plain-http`");
                }
            } catch (IllegalArgumentException e) {
                reader.error(
                        text.position(),
                        "found `" + text.masked() + "` in `tenant-id`: " + e.getMessage(),
                        "the portal shows the id as Directory (tenant) ID");
            }
        }
        return build.value(reader, text);
    }

    private static List<Value> clients(AttributeReader reader, PolicyBuild build) {
        List<Value> found = new ArrayList<>();
        reader.child("client-application-ids").ifPresent(holder -> {
            for (AttributeReader child : holder.children("application-id")) {
                found.add(build.value(child, child.requiredText()));
                child.done();
            }
            if (found.isEmpty()) {
                holder.error(
                        holder.element().position(),
                        "`client-application-ids` holds no `<application-id>`",
                        "put one into it, or leave the list out");
            }
            holder.done();
        });
        return found;
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String token = place.find(exchange);
        if (token == null) {
            return Future.succeededFuture(answer.missing(exchange));
        }
        TokenRules rules = inputs.rules(exchange, this::rules);
        return exchange.services().tokens().validate(rules, token).map(said -> {
            TokenDecision decision = ofClient(exchange, said);
            holder.shown(exchange, token, rules, decision);
            return answer.verdict(exchange, decision);
        });
    }

    private EntraTenant tenant(String text) {
        try {
            return EntraTenant.parse(text, settings.tokens().entraAuthority(), !tenant.computed());
        } catch (IllegalArgumentException e) {
            throw new ExpressionException("FormatException", "tenant-id: " + e.getMessage(), null);
        }
    }

    private TokenRules rules(List<String> texts) {
        EntraTenant of = tenant(tenantInput.of(texts));
        // A token names the application itself (version 2), or its URI (version 1).
        Stream<String> applications =
                backends.stream().map(input -> input.of(texts)).flatMap(id -> Stream.of(id, "api://" + id));
        return TokenRules.builder()
                .discovery(List.of(of.discovery()))
                .issuers(of.issuers())
                .audiences(Stream.concat(audiences.stream().map(input -> input.of(texts)), applications)
                        .toList())
                .claims(claims.stream().map(claim -> claim.of(texts)).toList())
                .decryptionKeys(
                        decryptionKeys.stream().map(key -> key.of(texts)).toList())
                .build();
    }

    /** Holds a valid token to the tenant's kind and the client applications. */
    private TokenDecision ofClient(Exchange exchange, TokenDecision decision) {
        if (!(decision instanceof TokenDecision.Valid(Jwt token, java.time.Instant expires))) {
            return decision;
        }
        if (!tenant(tenant.text(exchange)).takes(first(token, "tid"))) {
            return new TokenDecision.Invalid(
                    Reason.TOKEN_ISSUER_NOT_ALLOWED, "The token is a personal account's, which no organization has");
        }
        if (clients.isEmpty()) {
            return decision;
        }
        // Version 1 names the client in `appid`, version 2 in `azp`.
        String claim = "1.0".equals(first(token, "ver")) ? "appid" : "azp";
        String client = first(token, claim);
        if (client == null) {
            return new TokenDecision.Invalid(
                    Reason.TOKEN_CLAIM_NOT_FOUND,
                    "The token does not say which application it is of (`" + claim + "`)");
        }
        return clients.stream()
                        .anyMatch(allowed -> allowed.text(exchange).strip().equalsIgnoreCase(client))
                ? decision
                : new TokenDecision.Invalid(
                        Reason.TOKEN_CLAIM_VALUE_NOT_ALLOWED,
                        "The token is of an application that is not accepted (`" + claim + "`)");
    }

    private static String first(Jwt token, String claim) {
        List<String> values = token.claims().get(claim);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /** Without keys: this may end in a log. */
    @Override
    public String toString() {
        return "ValidateAzureAdToken";
    }
}
