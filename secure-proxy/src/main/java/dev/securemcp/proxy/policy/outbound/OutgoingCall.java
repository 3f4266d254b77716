package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.backend.UpstreamHeaders;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.net.ClientIdentity;
import dev.securemcp.proxy.net.OutboundProxy;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.net.OutboundUrl;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Seconds;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.document.Section;
import dev.securemcp.proxy.policy.transform.ResponseChange;
import dev.securemcp.proxy.policy.transform.SetBody;
import dev.securemcp.proxy.policy.transform.SetHeader;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The request that {@code send-request} and {@code send-one-way-request} describe.
 *
 * @param mode {@code new} or {@code copy}
 * @param target where to
 * @param method null for that of the copied request, or GET
 * @param changes headers, then body
 * @param basic a user name and password; null for none
 * @param certificate the certificate to show; null for none
 * @param proxy what the call goes through; null for none
 * @param timeout for all of the call
 * @param copiesBody whether a copy has the request's body: not once the response is there
 * @param keyHeader the subscription key's header, which no copy carries
 * @param maxResponseBytes the largest response
 */
record OutgoingCall(
        Value mode,
        CallTarget target,
        Value method,
        List<ResponseChange> changes,
        AuthenticationBasic basic,
        ClientCertificate certificate,
        CallProxy proxy,
        Seconds timeout,
        boolean copiesBody,
        String keyHeader,
        int maxResponseBytes) {

    private static final Pattern METHOD = Pattern.compile("[A-Za-z]{1,20}");
    private static final Map<String, Value> MODES =
            Map.of("new", new Value.Literal("new"), "copy", new Value.Literal("copy"));
    private static final int MAX_SECONDS = 3_600;

    /** Reads what both elements have in common. */
    static OutgoingCall compile(AttributeReader reader, PolicyBuild build) {
        Optional<PolicyText> modeText = reader.optional("mode");
        Value mode = modeText.filter(PolicyText::isExpression)
                .map(text -> build.value(reader, text))
                .orElseGet(() -> reader.oneOf("mode", MODES, MODES.get("new")));
        Seconds timeout = Seconds.optional(reader, build, "timeout", 1, MAX_SECONDS, 60);
        CallTarget target = reader.child("set-url")
                .map(child -> CallTarget.compile(child, build))
                .orElse(CallTarget.BACKEND);
        if (reader.element().elements("set-url").isEmpty() && isNew(mode)) {
            reader.error(
                    reader.element().position(),
                    "`" + reader.element().name() + "` needs the child element `<set-url>`",
                    "only mode=\"copy\" can do without");
        }
        Value method =
                reader.child("set-method").map(child -> method(child, build)).orElse(null);
        refuseLater(reader);
        boolean beforeResponse = build.section() == Section.INBOUND || build.section() == Section.BACKEND;
        return new OutgoingCall(
                mode,
                target,
                method,
                changes(reader, build),
                reader.child("authentication-basic")
                        .map(child -> {
                            AuthenticationBasic basic = AuthenticationBasic.compile(child, build);
                            child.done();
                            return basic;
                        })
                        .orElse(null),
                reader.child("authentication-certificate")
                        .map(child -> {
                            ClientCertificate certificate = ClientCertificate.compile(child, build);
                            child.done();
                            return certificate;
                        })
                        .orElse(null),
                reader.child("proxy")
                        .map(child -> CallProxy.compile(child, build, target))
                        .orElse(null),
                timeout,
                beforeResponse,
                build.settings().keyHeader(),
                build.settings().outbound().maxResponseBytes());
    }

    private static boolean isNew(Value mode) {
        return mode instanceof Value.Literal(String text) && text.equals("new");
    }

    private static Value method(AttributeReader child, PolicyBuild build) {
        PolicyText text = child.requiredText();
        Value method = build.value(child, text);
        child.done();
        boolean literal = !text.isExpression() && !text.open() && !text.isBlank();
        if (literal && !isMethod(text.text())) {
            child.error(
                    text.position(),
                    "found `" + text.masked() + "`, expected an HTTP method",
                    "such as GET, POST, PUT, PATCH, DELETE or HEAD");
        }
        return method;
    }

    private static boolean isMethod(String text) {
        return METHOD.matcher(text).matches() && !text.equalsIgnoreCase("CONNECT") && !text.equalsIgnoreCase("TRACE");
    }

    private static List<ResponseChange> changes(AttributeReader reader, PolicyBuild build) {
        List<ResponseChange> changes = new ArrayList<>();
        for (AttributeReader child : reader.children("set-header")) {
            changes.add(SetHeader.compileChange(child, build));
            child.done();
        }
        reader.child("set-body").ifPresent(child -> {
            changes.add(SetBody.compileChange(child, build));
            child.done();
        });
        return List.copyOf(changes);
    }

    /** Elements of the reference that are not here yet: each is told by its name. */
    private static void refuseLater(AttributeReader reader) {
        reader.child("authentication-managed-identity")
                .ifPresent(child -> reader.error(
                        child.element().position(),
                        "`authentication-managed-identity` comes with a later release",
                        "get the token with a `send-request` of its own and set `Authorization`"));
    }

    /**
     * The request for one exchange. To be called on an event loop.
     *
     * @throws ExpressionException where an evaluation fails; the future may fail with one too
     */
    Future<OutboundRequest> make(Exchange exchange) {
        boolean copy = copies(exchange);
        OutboundUrl url = target.of(exchange);
        // A response is what changes are written for; of this one only headers and body are used.
        byte[] copied = copy && copiesBody ? exchange.request().bodyBytes() : null;
        ResponseState draft = new ResponseState(200, null, fields(exchange, copy), copied);
        for (ResponseChange change : changes) {
            change.change(exchange, draft);
        }
        if (basic != null) {
            basic.set(exchange, draft.headers());
        }
        HttpMethod verb = HttpMethod.valueOf(verb(exchange, copy));
        MultiMap headers = HttpHeaders.headers();
        draft.headers().forEach(headers::add);
        Buffer body = draft.ownBody() == null ? null : Buffer.buffer(draft.ownBody());
        long millis = timeout.millis(exchange);
        Future<ClientIdentity> identity =
                certificate == null ? Future.succeededFuture() : certificate.identity(exchange);
        OutboundProxy through = proxy == null ? null : proxy.of(exchange);
        return identity.map(shown -> new OutboundRequest(
                verb, url, target.trust(), headers, body, millis, maxResponseBytes, 0, shown, through));
    }

    private boolean copies(Exchange exchange) {
        String said = mode.text(exchange).trim();
        if (!MODES.containsKey(said)) {
            throw new ExpressionException("ArgumentException", "`mode` is `new` or `copy`", null);
        }
        return said.equals("copy");
    }

    private HeaderFields fields(Exchange exchange, boolean copy) {
        if (!copy) {
            return HeaderFields.empty();
        }
        HeaderFields fields =
                HeaderFields.copyOf(UpstreamHeaders.request(exchange.request().headers(), keyHeader));
        // Expressions read the response as it comes.
        fields.removeAll("Accept-Encoding");
        return fields;
    }

    private String verb(Exchange exchange, boolean copy) {
        if (method == null) {
            return copy ? exchange.request().method() : "GET";
        }
        String said = method.text(exchange).trim();
        if (!isMethod(said)) {
            throw new ExpressionException("ArgumentException", "the expression gives no HTTP method", null);
        }
        return said.toUpperCase(Locale.ROOT);
    }
}
