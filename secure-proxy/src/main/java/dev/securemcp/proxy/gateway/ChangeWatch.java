package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.cache.ResultCache;
import dev.securemcp.proxy.mcp.SseEvent;
import dev.securemcp.proxy.mcp.result.Cacheable;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sees a server's notifications pass, on any of its streams, and outdates the results and schemas that they are about. A message that only quotes one
 * costs a result that was still good, and nothing else.
 */
record ChangeWatch(ResultCache results, KnownTools tools, String server) {

    /** Bytes of an event that are looked at: notifications of changes are short. */
    static final int MAX = 4096;

    private static final Pattern CHANGE =
            Pattern.compile("\"(notifications/(?:(?:tools|prompts|resources)/list_changed|resources/updated))\"");

    void event(SseEvent event) {
        if (event.cut() || event.data().length() > MAX || !event.type().equals("message")) {
            return;
        }
        String data = event.data().toString(StandardCharsets.UTF_8);
        if (!data.contains("notifications/")) {
            return;
        }
        Matcher change = CHANGE.matcher(data);
        while (change.find()) {
            if (change.group(1).equals("notifications/tools/list_changed")) {
                tools.changed(server);
            }
            for (Cacheable kind : Cacheable.values()) {
                if (kind.outdatedBy(change.group(1))) {
                    results.outdate(server, kind);
                }
            }
        }
    }
}
