package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.BodyFacts;
import dev.securemcp.proxy.expression.Certificate;
import dev.securemcp.proxy.expression.RequestFacts;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.net.ClientIdentity;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The request as policies read and change it. Starts as what the client sent; what it is in the end goes to the backend. */
public final class RequestState implements RequestFacts {

    private final RequestUrl originalUrl;
    private final String address;
    private final HeaderFields headers;
    private String method;
    private RequestUrl url;
    private byte[] body;
    private ClientIdentity identity;
    private boolean bodyReplaced;
    private String rewrittenPath;
    private BackendChoice backend;
    private Set<String> queryInWords = Set.of();

    /**
     * @param method in capitals
     * @param url as the client asked for it
     * @param address the caller's, as text
     */
    public RequestState(String method, RequestUrl url, HeaderFields headers, String address) {
        this.method = method;
        this.originalUrl = url;
        this.url = url;
        this.headers = headers;
        this.address = address;
    }

    @Override
    public HeaderFields headers() {
        return headers;
    }

    @Override
    public BodyFacts body() {
        return body == null ? null : () -> body;
    }

    /** The body's bytes, not copied; null where there is none. */
    public byte[] bodyBytes() {
        return body;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public RequestUrl url() {
        return url;
    }

    @Override
    public RequestUrl originalUrl() {
        return originalUrl;
    }

    @Override
    public String ipAddress() {
        return address;
    }

    @Override
    public Map<String, String> matchedParameters() {
        return Map.of();
    }

    @Override
    public Certificate certificate() {
        return null;
    }

    /** What {@code set-method} does. */
    public void method(String newMethod) {
        this.method = newMethod;
    }

    /** What {@code set-query-parameter} does. */
    public void url(RequestUrl newUrl) {
        this.url = newUrl;
    }

    /** What {@code rewrite-uri} does: the path now counts from the backend's own. */
    public void rewrite(RequestUrl newUrl) {
        this.url = newUrl;
        this.rewrittenPath = newUrl.path();
    }

    /** The path below the backend's own that a policy has set; null where none has. */
    public String rewrittenPath() {
        return rewrittenPath;
    }

    /** The backend that a policy has chosen; null for the server's own. */
    public BackendChoice backend() {
        return backend;
    }

    /** What {@code set-backend-service} does. */
    public void backend(BackendChoice choice) {
        this.backend = choice;
        if (choice instanceof BackendChoice.Address(URI address)) {
            int port = address.getPort() >= 0
                    ? address.getPort()
                    : address.getScheme().equals("https") ? 443 : 80;
            this.url = new RequestUrl(address.getScheme(), address.getHost(), port, url.path(), url.queryString());
        }
    }

    /** Marks that a policy, rather than the client, gave this query parameter its value. */
    public void markParameterSetByPolicy(String name) {
        if (queryInWords.isEmpty()) {
            queryInWords = new HashSet<>();
        }
        queryInWords.add(name);
    }

    /** Whether a policy gave this query parameter its value. */
    public boolean parameterSetByPolicy(String name) {
        return queryInWords.contains(name);
    }

    /** The body as it was read. */
    public void body(byte[] newBody) {
        this.body = newBody;
    }

    /** The body as a policy made it: it must be read again before it goes anywhere. */
    public void replaceBody(byte[] newBody) {
        this.body = newBody;
        this.bodyReplaced = true;
    }

    /** Whether a policy has made the body. */
    public boolean bodyReplaced() {
        return bodyReplaced;
    }

    /** The certificate that the gateway shows the backend; null for none. */
    public ClientIdentity identity() {
        return identity;
    }

    /** What {@code authentication-certificate} does. */
    public void identity(ClientIdentity newIdentity) {
        this.identity = newIdentity;
    }
}
