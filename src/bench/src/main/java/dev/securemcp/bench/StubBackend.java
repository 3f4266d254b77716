package dev.securemcp.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** A backend that costs next to nothing: answers every request with the same tool result of some 400 bytes. Argument: its port. */
public final class StubBackend {

    private static final int BODY_BYTES = 399;

    private StubBackend() {}

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        String head = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"";
        String tail = "\"}]}}";
        Buffer body = Buffer.buffer(head + "x".repeat(BODY_BYTES - head.length() - tail.length()) + tail);
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(
                        () -> new AbstractVerticle() {
                            @Override
                            public void start() {
                                vertx.createHttpServer()
                                        .requestHandler(request -> request.response()
                                                .putHeader("Content-Type", "application/json")
                                                .end(body))
                                        .listen(port, "127.0.0.1");
                            }
                        },
                        new DeploymentOptions().setInstances(2))
                .onSuccess(id -> System.out.println("ready"));
    }
}
