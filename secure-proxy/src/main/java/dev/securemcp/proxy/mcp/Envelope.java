package dev.securemcp.proxy.mcp;

import java.util.List;

/**
 * A body that is one message or a batch of them.
 *
 * @param messages in the order of the body, at least one
 * @param batch whether the body was a JSON array; an array of one is a batch
 * @param era of the whole; a batch is always legacy
 */
public record Envelope(List<Message> messages, boolean batch, Era era) implements Scan {

    public Envelope {
        messages = List.copyOf(messages);
    }

    static Envelope single(Message message) {
        return new Envelope(List.of(message), false, message.era());
    }

    /** The first message: the only one unless this is a batch. */
    public Message first() {
        return messages.getFirst();
    }

    /** Whether anything in it waits for an answer. */
    public boolean hasRequest() {
        for (Message message : messages) {
            if (message.isRequest()) {
                return true;
            }
        }
        return false;
    }
}
