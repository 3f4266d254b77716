package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import java.time.InstantSource;

/**
 * How a client is told that it gets nothing. Anybody can register an address and then ask for what is refused, so people who trust our
 * name would be sent wherever a stranger likes (RFC 9700 §4.11.2, which names faulty requests, {@code prompt=none} and a person's no).
 * Sent by itself is therefore only who ends up at a program on their own computer, at an address that the operator has named, or at one
 * that was agreed to in this browser before; anybody else reads the address on a page first.
 */
final class WayBack {

    private final ConsentMemory memory;
    private final InstantSource clock;

    WayBack(ConsentMemory memory, InstantSource clock) {
        this.memory = memory;
        this.clock = clock;
    }

    BridgeAnswer refuse(int status, BridgeSite site, Asked asked, Refusal refusal, BridgeRequest request) {
        return refuse(status, site, asked.clientId(), asked.redirect(), asked.state(), refusal, request);
    }

    /**
     * Refuses.
     *
     * @param status of a redirect: 302 after a GET, 303 after a POST
     * @param redirect one of the client's
     * @param state its own; null for none
     */
    BridgeAnswer refuse(
            int status,
            BridgeSite site,
            String clientId,
            String redirect,
            String state,
            Refusal refusal,
            BridgeRequest request) {
        boolean known = RedirectUri.isLoopback(redirect)
                || RedirectUri.isNamed(redirect, site.config().redirects())
                || memory.remembers(
                        site, request, memory.placeDigest(site.server(), clientId, redirect), clock.instant());
        return known
                ? BridgeAnswer.sendBack(status, site, redirect, state, refusal, "")
                : BridgeAnswer.askBack(site, redirect, state, refusal);
    }
}
