package dev.securemcp.weather.provider.upstream;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import org.jboss.resteasy.reactive.client.impl.ClientRequestContextImpl;

/** Remembers the request that a thread sends, so that it can be reset; part of every client interface of a source. */
public final class InFlightCapture implements ClientRequestFilter {

    @Override
    public void filter(ClientRequestContext request) {
        if (InFlight.CURRENT.isBound() && request instanceof ClientRequestContextImpl sent) {
            InFlight.CURRENT.get().sent(sent.getRestClientRequestContext());
        }
    }
}
