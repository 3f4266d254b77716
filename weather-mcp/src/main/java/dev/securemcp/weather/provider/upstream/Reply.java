package dev.securemcp.weather.provider.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer of a source.
 *
 * @param notModified 304: the copy that the caller holds is still right
 * @param body empty where not modified
 * @param freshFor how long it need not be asked again, as {@code Cache-Control} and {@code Age} say; null where they
 *     say nothing (RFC 9111 §4.2.1)
 * @param storable false for {@code no-store}
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by the parser of the query
record Reply(boolean notModified, byte[] body, @Nullable String etag, @Nullable Duration freshFor, boolean storable) {}
