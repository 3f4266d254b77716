package dev.securemcp.weather.provider.upstream;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One attempt: sends, judges the status, reads the body up to a limit. Blocks; an interrupt resets the request. */
final class Exchange {

    private final String source;
    private final long largest;
    private final Clock clock;

    Exchange(String source, long largest, Clock clock) {
        this.source = source;
        this.largest = largest;
        this.clock = clock;
    }

    /**
     * Sends and reads.
     *
     * @throws UpstreamFault for everything but 2xx and 304
     */
    Reply run(Supplier<Response> send) {
        InFlight inFlight = new InFlight();
        boolean done = false;
        try (Response response = ScopedValue.where(InFlight.CURRENT, inFlight).call(send::get)) {
            Reply reply = read(response);
            done = true;
            return reply;
        } catch (UpstreamFault fault) {
            throw fault;
        } catch (ProcessingException | IOException | IllegalStateException e) {
            throw Thread.currentThread().isInterrupted() || causedByInterrupt(e)
                    ? cancelled()
                    : new UpstreamFault(UpstreamFault.Kind.UNREACHABLE, source + " cannot be reached", e, null);
        } finally {
            if (!done) {
                inFlight.reset();
            }
        }
    }

    private Reply read(Response response) throws IOException {
        int status = response.getStatus();
        String cacheControl = response.getHeaderString("Cache-Control");
        if (status == 304 || status / 100 == 2) {
            boolean notModified = status == 304;
            return new Reply(
                    notModified,
                    notModified ? new byte[0] : body(response),
                    response.getHeaderString("ETag"),
                    CacheHeaders.freshFor(cacheControl, response.getHeaderString("Age")),
                    CacheHeaders.storable(cacheControl));
        }
        throw refusal(status, response.getHeaderString("Retry-After"));
    }

    private byte[] body(Response response) throws IOException {
        try (InputStream in = response.readEntity(InputStream.class)) {
            if (in == null) {
                return new byte[0];
            }
            byte[] body = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, largest + 1));
            if (body.length > largest) {
                throw new UpstreamFault(UpstreamFault.Kind.TOO_LARGE, source + " sent more than " + largest + " bytes");
            }
            return body;
        }
    }

    private UpstreamFault refusal(int status, @Nullable String retryAfter) {
        UpstreamFault.Kind kind =
                switch (status) {
                    case 404 -> UpstreamFault.Kind.NOT_FOUND;
                    case 429 -> UpstreamFault.Kind.BUSY;
                    default -> status >= 500 ? UpstreamFault.Kind.SERVER_ERROR : UpstreamFault.Kind.REFUSED;
                };
        return new UpstreamFault(
                kind,
                source + " answered with status " + status,
                null,
                CacheHeaders.retryAfter(retryAfter, clock.instant()));
    }

    private UpstreamFault cancelled() {
        Thread.currentThread().interrupt();
        return new UpstreamFault(UpstreamFault.Kind.CANCELLED, "the call was cancelled");
    }

    private static boolean causedByInterrupt(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException || t instanceof java.io.InterruptedIOException) {
                return true;
            }
        }
        return false;
    }
}
