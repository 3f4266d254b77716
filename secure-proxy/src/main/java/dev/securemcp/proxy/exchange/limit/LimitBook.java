package dev.securemcp.proxy.exchange.limit;

import dev.securemcp.proxy.exchange.ResponseState;
import java.util.ArrayList;
import java.util.List;

/**
 * What limits have to remember about one exchange: what they counted already, the header fields that whatever answer leaves is to
 * carry, and what they count only when more is known. Confined to the exchange's event loop.
 */
public final class LimitBook {

    /** Told when nothing flows any more. */
    @FunctionalInterface
    public interface Traffic {
        /** @param in bytes of the request's body
         *  @param out bytes of the response's body */
        void ended(long in, long out);
    }

    private record Counted(int message, String counter) {}

    private record Field(String name, String value, boolean list) {}

    /** Stands for all messages of a batch where they count as one. */
    public static final int ALL_MESSAGES = -1;

    private final List<Counted> counted = new ArrayList<>(2);
    private final List<Field> fields = new ArrayList<>(2);
    private final List<Runnable> atAnswer = new ArrayList<>(1);
    private final List<Traffic> atEnd = new ArrayList<>(1);
    private int message;

    /** The next message of a batch is judged now. */
    public void nextMessage() {
        message++;
    }

    /** The number of the message that is judged now. */
    public int message() {
        return message;
    }

    /**
     * Notes that a counter counts a message, whatever policy names it.
     *
     * @param number of the message, or {@link #ALL_MESSAGES}
     * @return false where it does so already
     */
    public boolean count(String counter, int number) {
        Counted one = new Counted(number, counter);
        return !counted.contains(one) && counted.add(one);
    }

    /** Whatever response leaves is to carry this field, in place of one that it has. */
    public void field(String name, String value) {
        fields.removeIf(field -> field.name().equalsIgnoreCase(name));
        fields.add(new Field(name, value, false));
    }

    /** Whatever response leaves is to carry this member of a list field too. */
    public void member(String name, String value) {
        Field member = new Field(name, value, true);
        if (!fields.contains(member)) {
            fields.add(member);
        }
    }

    /** Puts the fields into a response, before its policies run. */
    public void apply(ResponseState response) {
        for (Field field : fields) {
            if (field.list()) {
                response.headers().removeAll(field.name());
            } else {
                response.headers().set(field.name(), field.value());
            }
        }
        for (Field field : fields) {
            if (field.list()) {
                response.headers().add(field.name(), field.value());
            }
        }
    }

    /** Counts when it is known how the call is answered: at the end of outbound, or of on-error, or when the client has gone. */
    public void atAnswer(Runnable task) {
        atAnswer.add(task);
    }

    /** Counts when the bodies have flowed. */
    public void atEnd(Traffic task) {
        atEnd.add(task);
    }

    /** The answer is known; what waited for it counts, once. */
    public void answered() {
        List<Runnable> tasks = List.copyOf(atAnswer);
        atAnswer.clear();
        tasks.forEach(Runnable::run);
    }

    /** Nothing flows any more; what waited for that counts, once. */
    public void ended(long in, long out) {
        answered();
        List<Traffic> tasks = List.copyOf(atEnd);
        atEnd.clear();
        tasks.forEach(task -> task.ended(in, out));
    }
}
