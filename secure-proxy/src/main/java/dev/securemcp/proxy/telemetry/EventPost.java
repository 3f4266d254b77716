package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.config.EventSinkConfig.HttpSink;
import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.net.OutboundException;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import dev.securemcp.proxy.net.OutboundResponse;
import dev.securemcp.proxy.net.OutboundUrl;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Posts events to a server as lines of JSON ({@code application/x-ndjson}). Where the server is away or says that it is busy, the
 * same post is tried again a few times; what arrives may therefore arrive twice.
 */
final class EventPost implements EventWriter {

    private static final long TIMEOUT_MILLIS = 30_000;

    /** Nobody reads what the server says. */
    private static final int MAX_ANSWER = 64 << 10;

    private final Context context;
    private final HttpCalls http;
    private final OutboundUrl url;
    private final HttpSink sink;
    private final List<Duration> pauses;

    /**
     * @param context where calls are made
     * @param pauses before each further try
     */
    EventPost(Context context, HttpCalls http, HttpSink sink, List<Duration> pauses) {
        this.context = context;
        this.http = http;
        this.sink = sink;
        this.url = OutboundUrl.parse(sink.url().toString());
        this.pauses = List.copyOf(pauses);
    }

    @Override
    public void write(List<byte[]> lines) throws IOException, InterruptedException {
        Buffer body = Buffer.buffer();
        lines.forEach(body::appendBytes);
        for (int attempt = 0; ; attempt++) {
            String problem;
            boolean again;
            try {
                int status = post(body).status();
                if (status < 300) {
                    return;
                }
                problem = "answered " + status;
                again = status >= 500 || status == 429 || status == 408;
            } catch (OutboundException e) {
                problem = e.getMessage();
                again = true;
            }
            if (!again || attempt == pauses.size()) {
                throw new IOException(url.authority() + ": " + problem);
            }
            Thread.sleep(pauses.get(attempt));
        }
    }

    private OutboundResponse post(Buffer body) throws InterruptedException {
        CompletableFuture<OutboundResponse> answer = new CompletableFuture<>();
        context.runOnContext(now -> http.send(request(body)).onComplete(done -> {
            if (done.succeeded()) {
                answer.complete(done.result());
            } else {
                answer.completeExceptionally(done.cause());
            }
        }));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutboundException outbound) {
                throw outbound;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private OutboundRequest request(Buffer body) {
        MultiMap headers = HttpHeaders.headers().set(HttpHeaders.CONTENT_TYPE, "application/x-ndjson");
        sink.headers().forEach((name, value) -> headers.set(name, value.reveal()));
        return new OutboundRequest(
                HttpMethod.POST, url, Trust.OPERATOR, headers, body, TIMEOUT_MILLIS, MAX_ANSWER, 0, null);
    }

    @Override
    public void close() {
        // Connections belong to the client.
    }
}
