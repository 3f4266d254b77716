package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.BodyFacts;
import dev.securemcp.proxy.expression.Certificate;
import dev.securemcp.proxy.expression.RequestFacts;
import dev.securemcp.proxy.expression.RequestUrl;
import java.util.Map;

/** The request as policies read and change it. Starts as what the client sent; what it is in the end goes to the backend. */
public final class RequestState implements RequestFacts {

    private final RequestUrl originalUrl;
    private final String address;
    private final HeaderFields headers;
    private String method;
    private RequestUrl url;
    private byte[] body;

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

    /** What {@code rewrite-uri} and {@code set-query-parameter} do. */
    public void url(RequestUrl newUrl) {
        this.url = newUrl;
    }

    /** The body as it was read, or as {@code set-body} made it. */
    public void body(byte[] newBody) {
        this.body = newBody;
    }
}
