package dev.securemcp.proxy.gateway;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Names of requests. */
final class RequestIds {

    private RequestIds() {}

    /** A random id (RFC 9562, version 4). It names the request in logs and proves nothing, so it need not be unguessable. */
    static UUID next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
