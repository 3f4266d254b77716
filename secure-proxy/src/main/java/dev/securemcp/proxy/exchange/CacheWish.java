package dev.securemcp.proxy.exchange;

import java.util.List;

/**
 * What {@code cache-lookup} asks for: that a result may be given again.
 *
 * @param perCaller whether only to the same caller
 * @param vary values of the request, besides method and params, by which results differ; names and values in turn
 * @param headers the names of header fields among them, which also count as they are when inbound has run
 */
public record CacheWish(boolean perCaller, List<String> vary, List<String> headers) {

    public CacheWish {
        vary = List.copyOf(vary);
        headers = List.copyOf(headers);
    }
}
