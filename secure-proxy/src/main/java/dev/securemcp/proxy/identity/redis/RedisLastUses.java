package dev.securemcp.proxy.identity.redis;

import dev.securemcp.proxy.identity.SharedUses;
import dev.securemcp.proxy.identity.SharedUses.Use;
import dev.securemcp.proxy.identity.SubscriptionTable;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisScript;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * When keys were used last, in Redis: sorted sets with the first 64 bits of a key's hash and the second of its last use, the later of
 * those that gateways tell. A gateway tells what has changed since it told last, and asks for what was used since it asked last; so a
 * round costs what was used, and not what there is. One command is under way at a time. Blocks; for one thread.
 *
 * <p>Beside them stands a mark that is changed by whoever tells of a use that is older than what others ask for, and then all ask
 * for everything. Where the mark is not there, Redis is new or has lost what it had, and everything is told again.
 *
 * <p>What is told stays there as the last use until a later one comes, so a time that has not come yet, by the clock of this gateway,
 * is neither told nor believed.
 */
public final class RedisLastUses {

    /** Sets, so that a cluster can spread them. */
    private static final int SETS_BITS = 4;

    /** Uses in one command. */
    private static final int BATCH = 500;

    /** Gateways' clocks may differ by so much. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final long PATIENCE_SECONDS = 10;

    /** A page of a set. Inside a script the answer has one form, whatever the protocol's version. */
    private static final RedisScript PAGE = RedisScript.of(
            """
            return redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], ARGV[2], 'WITHSCORES', 'LIMIT', ARGV[3], ARGV[4])
            """);

    private final RedisLink link;
    private final Context home;
    private final String prefix;
    private final SharedUses uses;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final long reach;
    private final int batch;
    private String mark;

    /** The table that was there in the last round; weak, since one of a million keys must not stay for as long as Redis is down. */
    private WeakReference<SubscriptionTable> heard = new WeakReference<>(null);

    private long asked;

    /** Others are to ask for everything, and the mark does not say so yet. */
    private boolean owed;

    /**
     * @param home the event loop that Redis is asked from
     * @param prefix what keys begin with
     * @param random for the mark
     * @param interval between two rounds
     */
    public RedisLastUses(
            RedisLink link,
            Context home,
            String prefix,
            SharedUses uses,
            InstantSource clock,
            RandomGenerator random,
            Duration interval) {
        this(link, home, prefix, uses, clock, random, interval, BATCH);
    }

    RedisLastUses(
            RedisLink link,
            Context home,
            String prefix,
            SharedUses uses,
            InstantSource clock,
            RandomGenerator random,
            Duration interval,
            int batch) {
        this.link = link;
        this.home = home;
        this.prefix = prefix + ":u:";
        this.uses = uses;
        this.clock = clock;
        this.random = random;
        this.reach = interval.multipliedBy(2).plus(SKEW.multipliedBy(2)).toSeconds();
        this.batch = batch;
    }

    /**
     * One round: hears what others have told, and tells what they do not know.
     *
     * @throws IOException where Redis cannot be asked; what was not told is told in the next round
     */
    public void exchange() throws IOException {
        long now = clock.instant().getEpochSecond();
        SubscriptionTable table = uses.file();
        Response found = ask(() -> link.send(Request.cmd(Command.GET).arg(prefix + "mark")));
        String there = found == null ? null : found.toString();
        if (there == null) {
            owed = true;
            uses.lost();
        }
        // Nothing was heard of keys that an older table did not have, nor of the time before the one that a wrong clock
        // told.
        boolean all = there == null || !there.equals(mark) || !heard.refersTo(table) || now < asked - SKEW.toSeconds();
        hear(all ? 0 : asked - reach, now + SKEW.toSeconds());
        tell(now);
        if (owed) {
            changeMark();
            owed = false;
        }
        // Not the one that was set here: another's may have stood there meanwhile, and what it told of has not been
        // heard.
        mark = there;
        heard = new WeakReference<>(table);
        asked = now;
    }

    private void hear(long since, long until) throws IOException {
        for (int set = 0; set < 1 << SETS_BITS; set++) {
            long from = Math.max(0, since);
            int skip = 0;
            Response page;
            do {
                page = page(key(set), from, until, skip);
                for (int i = 0; i < page.size(); i += 2) {
                    long second = page.get(i + 1).toLong();
                    skip = second == from ? skip + 1 : 1;
                    from = second;
                    byte[] word = page.get(i).toBytes();
                    if (word.length == Long.BYTES) {
                        uses.known(new Use(ByteBuffer.wrap(word).getLong(), second));
                    }
                }
            } while (page.size() == 2 * batch);
        }
    }

    private Response page(String key, long from, long until, int skip) throws IOException {
        List<String> arguments =
                List.of(Long.toString(from), Long.toString(until), Integer.toString(skip), Integer.toString(batch));
        return ask(() -> link.run(PAGE, List.of(key), arguments, link.deadline()));
    }

    /** Tells what is not known. */
    private void tell(long now) throws IOException {
        List<List<Use>> waiting = new ArrayList<>();
        for (int set = 0; set < 1 << SETS_BITS; set++) {
            waiting.add(new ArrayList<>());
        }
        uses.untold(use -> {
            if (use.second() > now + SKEW.toSeconds()) {
                return;
            }
            if (use.second() < now - reach + SKEW.toSeconds()) {
                owe();
            }
            int set = (int) (use.word() >>> Long.SIZE - SETS_BITS);
            waiting.get(set).add(use);
            if (waiting.get(set).size() == batch) {
                send(set, waiting.get(set));
            }
        });
        for (int set = 0; set < waiting.size(); set++) {
            if (!waiting.get(set).isEmpty()) {
                send(set, waiting.get(set));
            }
        }
    }

    /**
     * An old use is to be told. The mark is changed before that, too: should this gateway end before it can change it afterwards, others
     * ask for everything all the same.
     */
    private void owe() throws IOException {
        if (!owed) {
            changeMark();
            owed = true;
        }
    }

    private void changeMark() throws IOException {
        Request set = Request.cmd(Command.SET).arg(prefix + "mark").arg(Long.toHexString(random.nextLong()));
        ask(() -> link.send(set));
    }

    private void send(int set, List<Use> some) throws IOException {
        Request add = Request.cmd(Command.ZADD).arg(key(set)).arg("GT");
        for (Use use : some) {
            add.arg(use.second())
                    .arg(ByteBuffer.allocate(Long.BYTES).putLong(use.word()).array());
        }
        ask(() -> link.send(add));
        some.forEach(uses::known);
        some.clear();
    }

    private String key(int set) {
        return prefix + Integer.toHexString(set);
    }

    private Response ask(Supplier<Future<Response>> command) throws IOException {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        home.runOnContext(go -> command.get().onComplete(answer::complete, answer::completeExceptionally));
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the gateway is stopping", e);
        }
    }
}
