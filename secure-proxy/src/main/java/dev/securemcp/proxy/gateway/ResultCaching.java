package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.cache.ResultCache;
import dev.securemcp.proxy.cache.ResultCache.Hit;
import dev.securemcp.proxy.cache.ResultCache.Key;
import dev.securemcp.proxy.cache.ResultCache.Outcome;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.config.ServerConfig.ToolCache;
import dev.securemcp.proxy.exchange.CacheWish;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.Era;
import dev.securemcp.proxy.mcp.Message;
import dev.securemcp.proxy.mcp.SseEvent;
import dev.securemcp.proxy.mcp.result.Answer;
import dev.securemcp.proxy.mcp.result.Cacheable;
import dev.securemcp.proxy.mcp.result.RequestDigest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One call whose result may be given again: finds one that is kept, waits for another caller's, or reads along to keep its own. The
 * client that fills the cache is never kept waiting. Confined to the call's event loop.
 */
final class ResultCaching {

    private final Vertx vertx;
    private final ResultCache cache;
    private final Exchange exchange;
    private final String id;
    private final Cacheable kind;
    private final Optional<ToolCache> tool;
    private final ResultKeys keys;
    private final Supplier<ResultKeys> now;
    private final byte[] request;
    private final Key own;
    private final Key shared;
    private final long generation;
    private final Limits limits;
    private boolean leads;
    private Answer answer;
    private int messages;
    private Buffer body = Buffer.buffer();
    private boolean tooLong;

    private ResultCaching(
            Engine engine,
            Exchange exchange,
            Limits limits,
            Message message,
            Cacheable kind,
            Optional<ToolCache> tool,
            ResultKeys keys,
            Supplier<ResultKeys> now) {
        this.vertx = engine.vertx();
        this.cache = engine.results();
        this.exchange = exchange;
        this.limits = limits;
        this.id = message.id();
        this.kind = kind;
        this.tool = tool;
        this.keys = keys;
        this.now = now;
        this.own = keys.own();
        this.shared = keys.shared();
        this.request = exchange.request().bodyBytes();
        this.generation = cache.generation(flight().server(), kind);
    }

    /**
     * The caching of a call; empty where its result is never given again.
     *
     * @param scan the request's message
     * @param authorization the client's own {@code Authorization}; null for none
     */
    static Optional<ResultCaching> of(
            Engine engine,
            Gateway gateway,
            ServerConfig server,
            Exchange exchange,
            Envelope scan,
            String authorization) {
        if (scan == null || scan.batch() || !engine.results().on()) {
            return Optional.empty();
        }
        Message message = scan.first();
        Optional<Cacheable> kind = Cacheable.of(message);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        Optional<ToolCache> tool =
                Optional.ofNullable(message.tool()).map(server.tools()::get).flatMap(ServerConfig.ToolConfig::cache);
        CacheWish wish = exchange.cacheWish();
        boolean asked = wish != null || tool.isPresent();
        // Only MCP 2026-07-28 says how long lists and resources are good.
        boolean byBackend = kind.get() != Cacheable.CALL && server.cacheLists() && scan.era() == Era.MODERN;
        if (!asked && !byBackend) {
            return Optional.empty();
        }
        if (exchange.request().bodyBytes().length > gateway.limits().bytes(Limit.RESULT_SIZE)) {
            // To bring a large message into one form takes long, and it hardly comes twice.
            return Optional.empty();
        }
        Optional<byte[]> digest = RequestDigest.of(exchange.request().bodyBytes());
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        boolean everybodys =
                wish != null ? !wish.perCaller() : tool.map(ToolCache::shared).orElse(byBackend);
        Supplier<ResultKeys> now =
                () -> ResultKeys.of(exchange, server, kind.get(), digest.get(), authorization, everybodys);
        ResultKeys keys = now.get();
        if (keys.own() == null && keys.shared() == null) {
            return Optional.empty();
        }
        return Optional.of(new ResultCaching(engine, exchange, gateway.limits(), message, kind.get(), tool, keys, now));
    }

    /**
     * A result that is kept, or null for asking the backend; waits where another call asks for the same. Never fails, and does not
     * complete where the client goes away while it waits.
     */
    Future<Hit> lookup() {
        Hit hit = find();
        if (hit != null) {
            cache.count(Outcome.HIT);
            return Future.succeededFuture(hit);
        }
        ResultWait wait = new ResultWait(vertx, exchange, cache.flights(), flight());
        if (wait.leads()) {
            lead();
            cache.count(Outcome.MISS);
            return Future.succeededFuture();
        }
        return wait.end(limits.time(Limit.RESULT_WAIT)).map(this::waited);
    }

    private Hit waited(boolean leadsNow) {
        Hit theirs = find();
        cache.count(theirs == null ? Outcome.MISS : Outcome.SHARED);
        if (leadsNow) {
            lead();
            if (theirs != null) {
                // From one that had waited long enough and asked by itself.
                land(true);
            }
        }
        return theirs;
    }

    /** Others wait for this call from now on, at most until its end. */
    private void lead() {
        leads = true;
        exchange.atEnd(() -> land(false));
    }

    private Key flight() {
        return shared == null ? own : shared;
    }

    private Hit find() {
        Hit mine = own == null ? null : cache.find(own);
        return mine != null || shared == null ? mine : cache.find(shared);
    }

    /** The answer that gives a result again. */
    ResponseState response(Hit hit) {
        HeaderFields headers = HeaderFields.empty();
        headers.set("Content-Type", "application/json");
        headers.set("Age", Long.toString(hit.ageMillis() / 1000));
        return new ResponseState(200, null, headers, hit.answer().message(id, hit.ageMillis()));
    }

    /** How much of one message is read along. */
    int maxBytes() {
        return (int) limits.bytes(Limit.RESULT_SIZE);
    }

    /** A piece of a body that is one message. */
    void chunk(Buffer chunk) {
        tooLong |= body.length() + chunk.length() > maxBytes();
        if (tooLong) {
            body = Buffer.buffer();
            unkept();
        } else {
            body.appendBuffer(chunk);
        }
    }

    /** An event of a stream: the result must be the only message of it. */
    void event(SseEvent event) {
        if (!event.type().equals("message") || event.data().length() == 0) {
            // An empty event only gives the client an id to resume from.
            return;
        }
        messages++;
        answer = messages == 1 && !event.cut() && event.data().length() <= maxBytes()
                ? Answer.read(event.data().getBytes(), id).orElse(null)
                : null;
        if (answer == null) {
            unkept();
        }
    }

    /**
     * The response has ended.
     *
     * @param whole whether all of it came, with status 200
     */
    void ended(boolean whole) {
        if (whole && !tooLong && body.length() > 0) {
            answer = Answer.read(body.getBytes(), id).orElse(null);
        }
        if (whole && answer != null && asLookedFor()) {
            keep(answer);
        }
        land(whole);
    }

    /** Whether the backend got the request that was looked for: its section runs later, and may have made another of it. */
    private boolean asLookedFor() {
        return exchange.request().bodyBytes() == request && now.get().equals(keys);
    }

    /** There is an answer, which will not be kept: nobody needs to wait for its end. */
    void unkept() {
        land(true);
    }

    private void keep(Answer found) {
        Duration life = exchange.cacheLife();
        if (life == null) {
            life = tool.map(ToolCache::life).orElse(Duration.ofMillis(Math.max(0, found.ttlMillis())));
        }
        Key key = isEverybodys(found) ? shared : own;
        boolean kept = key != null && cache.store(key, found, generation, life);
        if (kept && !leads && key.equals(flight())) {
            // This one had waited long enough and asked by itself: the others need not wait for the one that still
            // asks.
            cache.flights().tell(key);
        }
    }

    /** The operator may share what the backend says nothing of, and nothing that it calls private. */
    private boolean isEverybodys(Answer found) {
        return shared != null
                && switch (found.scope()) {
                    case PUBLIC -> true;
                    case PRIVATE -> false;
                    case UNSAID -> kind == Cacheable.CALL || exchange.cacheWish() != null;
                };
    }

    /**
     * This call asks no more.
     *
     * @param answered whether there was an answer, be it kept or not; else one of those that wait asks next
     */
    private void land(boolean answered) {
        if (leads) {
            leads = false;
            cache.flights().land(flight(), answered);
        }
    }
}
