package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.config.ProductConfig;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a file of subscriptions: lines of JSON, one subscription each, as they stand under {@code subscriptions} with an {@code id}. It
 * is read in one pass and never held whole. Blocks: not for an event loop.
 */
public final class SubscriptionLines {

    /**
     * What a file of subscriptions is held against.
     *
     * @param products those of the configuration
     * @param servers the names of its servers
     * @param own its own subscriptions, whose ids and keys the file must not repeat
     * @param peppered whether there is a pepper
     * @param limits how long a line may be, and how many there may be
     */
    public record Surroundings(
            Map<String, ProductConfig> products,
            Set<String> servers,
            SubscriptionTable own,
            boolean peppered,
            Limits limits) {}

    private static final int BUFFER = 256 * 1024;

    /** After so many faults nobody reads on. */
    private static final int MAX_FAULTS = 50;

    /** So many lines may be missing in a row before those after them are read as if they were new. */
    private static final int LOOK_AHEAD = 64;

    private final String name;
    private final Surroundings around;
    private final SubscriptionTable before;
    private final MessageDigest digest = sha256();
    private final byte[] hash = new byte[32];
    private int expected;
    private final Faults faults;
    private final SubscriptionTableBuilder builder;
    private final SubscriptionLine line;
    private final int maxLine;
    private final int maxEntries;
    private byte[] buffer = new byte[BUFFER];
    private int number;

    private SubscriptionLines(Path file, Surroundings around, SubscriptionTable before, Faults faults) {
        this.before = before;
        this.name = file.toString();
        this.around = around;
        this.faults = faults;
        this.builder = new SubscriptionTableBuilder(around.products(), faults);
        this.line = new SubscriptionLine(faults);
        this.maxLine = (int) around.limits().bytes(Limit.SUBSCRIPTION_LINE);
        this.maxEntries = around.limits().count(Limit.SUBSCRIPTIONS);
    }

    /** Reads a file; empty where faults were added. */
    public static Optional<SubscriptionTable> read(Path file, Surroundings around, Faults faults) {
        return read(file, around, SubscriptionTable.EMPTY, faults);
    }

    /**
     * Reads a file anew: lines that are as they were are taken over, which takes half the time.
     *
     * @param before what an earlier version of it held, in the same surroundings
     */
    public static Optional<SubscriptionTable> read(
            Path file, Surroundings around, SubscriptionTable before, Faults faults) {
        Faults found = new Faults();
        SubscriptionLines lines = new SubscriptionLines(file, around, before, found);
        try (InputStream in = Files.newInputStream(file)) {
            lines.all(in, Files.size(file));
        } catch (NoSuchFileException e) {
            found.error(Position.of(lines.name), "", "the file does not exist", "");
        } catch (AccessDeniedException e) {
            found.error(Position.of(lines.name), "", "the file may not be read by this user", "");
        } catch (IOException e) {
            found.error(Position.of(lines.name), "", "the file cannot be read", "");
        }
        faults.addAll(found);
        return found.failed() ? Optional.empty() : Optional.of(lines.builder.build());
    }

    private void all(InputStream in, long size) throws IOException {
        boolean expecting = false;
        int start = 0;
        int end = 0;
        boolean more = true;
        while (more) {
            int count = in.read(buffer, end, buffer.length - end);
            more = count >= 0;
            int scanned = end;
            if (more) {
                end += count;
            }
            for (int at = scanned; at < end; at++) {
                if (buffer[at] == '\n') {
                    if (!one(start, at)) {
                        return;
                    }
                    start = at + 1;
                }
            }
            if (end - start > maxLine) {
                number++;
                tooLong();
                return;
            }
            if (end == buffer.length) {
                if (!expecting && start > 0) {
                    expecting = true;
                    // No more than the bound allows, whatever the file's size says.
                    double most = (double) maxEntries / Math.max(1, builder.size());
                    builder.expect(Math.min((double) size / start, most));
                }
                makeRoom(start, end);
                end -= start;
                start = 0;
            }
        }
        if (end > start) {
            one(start, end);
        }
    }

    /** What is left of the last line goes to the front; a line longer than the buffer gets a larger one. */
    private void makeRoom(int start, int end) {
        byte[] target = start == 0 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, start, target, 0, end - start);
        buffer = target;
    }

    /** One line; false where reading on is of no use. */
    private boolean one(int from, int to) {
        number++;
        int end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
        int begin = number == 1 ? afterMark(from, end) : from;
        if (end - begin > maxLine) {
            tooLong();
        } else if (!isBlank(begin, end)) {
            if (builder.size() == maxEntries) {
                faults.error(
                        new Position(name, number, 0),
                        "",
                        "there are more than " + maxEntries + " subscriptions",
                        "raise `limits.subscriptions`, or take out those that have ended");
                return false;
            }
            take(begin, end, new Position(name, number, 0));
        }
        return faults.all().size() < MAX_FAULTS;
    }

    private void take(int begin, int end, Position position) {
        long first;
        long second;
        try {
            // No shorter hash: whoever could make two lines look alike could undo a revocation.
            digest.update(buffer, begin, end - begin);
            digest.digest(hash, 0, hash.length);
            first = ByteBuffer.wrap(hash).getLong();
            second = ByteBuffer.wrap(hash, 8, 8).getLong();
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are enough", e);
        }
        int size = builder.size();
        int same = sameAsBefore(first, second);
        if (same >= 0) {
            expected = same + 1;
            builder.add(before, same, position);
        } else {
            SubscriptionConfig subscription = line.read(buffer, begin, end, position);
            if (subscription != null && fits(subscription)) {
                builder.add(subscription);
            }
        }
        if (builder.size() > size) {
            builder.line(first, second);
        }
    }

    /** The subscription that a line was before; -1 where it was none, or is somewhere else now. */
    private int sameAsBefore(long first, long second) {
        int end = Math.min(before.size(), expected + LOOK_AHEAD);
        for (int entry = expected; entry < end; entry++) {
            if (before.isLine(entry, first, second)) {
                return entry;
            }
        }
        return -1;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void tooLong() {
        faults.error(
                new Position(name, number, 0),
                "",
                "the line has more than " + maxLine + " bytes",
                "one subscription stands in each line; `limits.subscription-line` is the bound");
    }

    /** Whether what it names is there, and what it brings is not there yet. */
    private boolean fits(SubscriptionConfig one) {
        ProductConfig product = one.product().map(around.products()::get).orElse(null);
        if (one.product().isPresent() && product == null) {
            return fault(one, "product", "there is no such product in the configuration", "");
        }
        Set<String> known = product == null ? around.servers() : product.servers();
        if (one.servers().isPresent() && !known.containsAll(one.servers().get())) {
            return fault(
                    one,
                    "servers",
                    product == null
                            ? "a server is named that the configuration does not have"
                            : "a server is named that the product `" + product.name() + "` does not hold",
                    "");
        }
        if (around.own().has(one.id())) {
            return fault(one, "id", "a subscription of the configuration has this id", "every id names one");
        }
        return isNew(one, "primary-key", one.primaryKey()) && isNew(one, "secondary-key", one.secondaryKey());
    }

    private boolean isNew(SubscriptionConfig one, String place, Optional<StoredKey> key) {
        if (key.isEmpty()) {
            return true;
        }
        if (key.get().peppered() && !around.peppered()) {
            return fault(one, place, "there is no pepper to check this key with", "set `key-pepper`");
        }
        Optional<Subscription> other = around.own().find(key.get());
        return other.isEmpty()
                || fault(
                        one,
                        place,
                        "the same key as `" + other.get().id() + "` of the configuration",
                        "every key is one consumer's: make another with `secure-proxy key new`");
    }

    private boolean fault(SubscriptionConfig one, String place, String message, String remedy) {
        faults.error(one.position(), place, message, remedy);
        return false;
    }

    private boolean isBlank(int from, int to) {
        for (int at = from; at < to; at++) {
            if (buffer[at] != ' ' && buffer[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Behind a byte order mark. */
    private int afterMark(int from, int to) {
        boolean mark = to - from >= 3
                && buffer[from] == (byte) 0xef
                && buffer[from + 1] == (byte) 0xbb
                && buffer[from + 2] == (byte) 0xbf;
        return mark ? from + 3 : from;
    }
}
