package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.WireMessage.Ending;
import dev.securemcp.proxy.gateway.WireMessage.Field;
import dev.securemcp.proxy.gateway.WireMessage.Framing;
import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One end of a connection on which a test says and reads every byte itself: a client that libraries would not let one write, or a
 * backend that misbehaves. Reads fail after {@value #PATIENCE_MILLIS} ms, so no test can hang.
 */
final class Wire implements AutoCloseable {

    /** Far more than anything takes; only a broken promise reaches it. */
    static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
        this.out = socket.getOutputStream();
    }

    /** Connects to a port of this machine. */
    static Wire connect(int port) throws IOException {
        return connect(port, 0);
    }

    /**
     * Connects with a small receive buffer, so that a client that does not read is noticed soon.
     *
     * @param receiveBuffer bytes; 0 for the system's own choice
     */
    static Wire connect(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return new Wire(socket);
    }

    /** Sends a text, each char of it one byte. */
    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends one chunk of a chunked body. */
    Wire sendChunk(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return send(chunk.toByteArray());
    }

    /** Ends a chunked body. */
    Wire sendLastChunk() throws IOException {
        return send("0\r\n\r\n");
    }

    /** Start line and fields of the next message; null where the peer has closed instead. */
    Head head() throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        while (!endsHead(raw)) {
            int b = in.read();
            if (b < 0) {
                if (raw.size() == 0) {
                    return null;
                }
                throw new EOFException("the peer closed within a head: " + raw.toString(StandardCharsets.ISO_8859_1));
            }
            raw.write(b);
        }
        String text = raw.toString(StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r\n");
        List<Field> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            fields.add(new Field(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        return new Head(text, lines[0], List.copyOf(fields));
    }

    private static boolean endsHead(ByteArrayOutputStream raw) {
        if (raw.size() < 4) {
            return false;
        }
        byte[] bytes = raw.toByteArray();
        int end = bytes.length;
        return bytes[end - 4] == '\r' && bytes[end - 3] == '\n' && bytes[end - 2] == '\r' && bytes[end - 1] == '\n';
    }

    /** Waits for the peer to send something, which stays unread; false where it has closed, or is silent for too long. */
    boolean awaitInput() throws IOException {
        in.mark(1);
        try {
            boolean some = in.read() >= 0;
            in.reset();
            return some;
        } catch (SocketTimeoutException idle) {
            return false;
        }
    }

    /** The next request, whole; null where the client has closed instead. */
    WireMessage request() throws IOException {
        Head head = head();
        return head == null ? null : whole(head, framingOfRequest(head));
    }

    /** The rest of a request whose head was read. */
    WireMessage bodyOf(Head request) throws IOException {
        return whole(request, framingOfRequest(request));
    }

    /** The next response, whole or as far as it comes. Interim responses (1xx) are skipped. */
    WireMessage response() throws IOException {
        Head head = responseHead();
        return whole(head, framingOfResponse(head));
    }

    /** The response to a HEAD request. */
    WireMessage responseWithoutBody() throws IOException {
        return whole(responseHead(), Framing.NONE);
    }

    /** The head of the next final response. */
    Head responseHead() throws IOException {
        Head head = head();
        while (head != null && head.status() >= 100 && head.status() < 200) {
            head = head();
        }
        if (head == null) {
            throw new EOFException("the peer closed without an answer");
        }
        return head;
    }

    private WireMessage whole(Head head, Framing framing) throws IOException {
        BodyStream stream = new BodyStream(in, framing, head);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Ending ending = Ending.COMPLETE;
        try {
            stream.transferTo(body);
        } catch (BodyStream.CutOff cut) {
            ending = Ending.CUT;
        }
        return new WireMessage(head, body.toByteArray(), ending);
    }

    /** The body that follows a response's head, to be read as it comes. */
    BodyStream body(Head head) {
        return new BodyStream(in, framingOfResponse(head), head);
    }

    static Framing framingOfResponse(Head head) {
        int status = head.status();
        if (status == 204 || status == 304 || status < 200) {
            return Framing.NONE;
        }
        Framing framing = framingOfRequest(head);
        return framing == Framing.NONE ? Framing.CLOSE : framing;
    }

    static Framing framingOfRequest(Head head) {
        if (head.first("Transfer-Encoding") != null) {
            return Framing.CHUNKED;
        }
        return head.first("Content-Length") == null ? Framing.NONE : Framing.LENGTH;
    }

    /** Waits until the peer has closed or reset the connection; whatever still comes before that is a failure. */
    void awaitEnd() throws IOException {
        try {
            assertThat(in.read()).as("the connection is over").isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    /** Waits until the connection is over, throwing away what still comes. */
    void drain() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            // over, too
        }
    }

    /** Nothing more is sent, but still read. */
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection with a RST, as a process that crashes does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
