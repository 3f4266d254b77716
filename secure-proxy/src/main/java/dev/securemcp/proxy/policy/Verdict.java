package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.ResponseState;
import io.vertx.core.Future;

/** What a policy says about an exchange. */
public sealed interface Verdict {

    /** Go on with the next policy. */
    record Continue() implements Verdict {}

    /** Answer this at once; nothing is forwarded any more ({@code return-response} and its kin). */
    record Respond(ResponseState response) implements Verdict {}

    /** Denied or failed: on-error runs, then the caller is told. */
    record Fail(Failure failure) implements Verdict {}

    /** Go on; one object for all, since nearly every policy of every request says so. */
    Verdict CONTINUE = new Continue();

    /** {@link #CONTINUE} as the future that policies return; complete, so that sections run on without a hand-over. */
    Future<Verdict> NEXT = Future.succeededFuture(CONTINUE);

    /** A failure as a policy returns it. */
    static Future<Verdict> fail(Failure failure) {
        return Future.succeededFuture(new Fail(failure));
    }

    /** An answer as a policy returns it. */
    static Future<Verdict> respond(ResponseState response) {
        return Future.succeededFuture(new Respond(response));
    }
}
