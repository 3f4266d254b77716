package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.WireMessage.Framing;
import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** The bytes of one body without its framing, as they arrive. Tells a body that ended from one that was cut off. */
final class BodyStream extends InputStream {

    /** The connection ended before the body did. */
    static final class CutOff extends IOException {
        private static final long serialVersionUID = 1L;

        CutOff(String message) {
            super(message);
        }
    }

    private final InputStream in;
    private final Framing framing;
    private long left;
    private boolean ended;

    BodyStream(InputStream in, Framing framing, Head head) {
        this.in = in;
        this.framing = framing;
        switch (framing) {
            case NONE -> ended = true;
            case LENGTH -> left = Long.parseLong(head.first("Content-Length"));
            case CHUNKED -> left = 0;
            case CLOSE -> left = Long.MAX_VALUE;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (framing == Framing.CHUNKED && !ended && left == 0) {
            beginChunk();
        }
        if (framing == Framing.LENGTH && left == 0) {
            ended = true;
        }
        if (ended) {
            return -1;
        }
        int count = raw(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            if (framing == Framing.CLOSE) {
                ended = true;
                return -1;
            }
            throw new CutOff("the connection ended within the body");
        }
        if (framing != Framing.CLOSE) {
            left -= count;
        }
        if (framing == Framing.CHUNKED && left == 0) {
            assertThat(line()).as("the end of a chunk").isEmpty();
        }
        return count;
    }

    private void beginChunk() throws IOException {
        left = Long.parseLong(line().split(";", 2)[0].strip(), 16);
        if (left == 0) {
            while (!line().isEmpty()) {
                // trailer fields
            }
            ended = true;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        byte[] one = new byte[1];
        while (line.length() < 2 || line.charAt(line.length() - 2) != '\r' || line.charAt(line.length() - 1) != '\n') {
            if (raw(one, 0, 1) < 0) {
                throw new CutOff("the connection ended between chunks");
            }
            line.append((char) (one[0] & 0xff));
        }
        return line.substring(0, line.length() - 2);
    }

    private int raw(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (SocketException reset) {
            if (framing == Framing.CLOSE) {
                throw new CutOff("the connection was reset");
            }
            return -1;
        }
    }

    /** Waits for exactly this text. */
    BodyStream expect(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(readNBytes(wanted.length), StandardCharsets.UTF_8))
                .as("the next bytes of the stream")
                .isEqualTo(text);
        return this;
    }

    /** Waits for one whole server-sent event and answers its text with the blank line. */
    String event() throws IOException {
        StringBuilder event = new StringBuilder();
        while (event.length() < 2 || !event.substring(event.length() - 2).equals("\n\n")) {
            int b = read();
            if (b < 0) {
                throw new CutOff("the stream ended within an event: " + event);
            }
            event.append((char) b);
        }
        return event.toString();
    }

    /** Waits for an orderly end without another byte. */
    void expectEnd() throws IOException {
        assertThat(read()).as("the end of the body").isEqualTo(-1);
    }

    /** Waits for the connection to break before the body has ended, without another byte. */
    void expectCut() throws IOException {
        try {
            assertThat(read()).as("a cut before the end of the body").isEqualTo(-2);
        } catch (CutOff cut) {
            // as promised
        }
    }
}
