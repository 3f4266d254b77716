package dev.securemcp.proxy.exchange;

import java.util.List;

/**
 * What {@code cache-lookup} asks for: that a result may be given again.
 *
 * @param perCaller whether only to the same caller
 * @param vary values of the request, besides method and params, by which results differ; names and values in turn
 */
public record CacheWish(boolean perCaller, List<String> vary) {

    public CacheWish {
        vary = List.copyOf(vary);
    }
}
