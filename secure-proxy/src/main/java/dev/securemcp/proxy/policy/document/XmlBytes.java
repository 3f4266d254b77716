package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out a document's encoding and decodes it strictly: a byte order mark decides, then the XML declaration, then UTF-8. */
final class XmlBytes {

    private static final Pattern ENCODING =
            Pattern.compile("\\A\\s*<\\?xml[^>]{0,200}?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

    private XmlBytes() {}

    static Optional<String> decode(String file, byte[] bytes, Faults faults) {
        int mark = 0;
        Charset charset = null;
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
            mark = 3;
            charset = StandardCharsets.UTF_8;
        } else if (starts(bytes, 0xFE, 0xFF)) {
            mark = 2;
            charset = StandardCharsets.UTF_16BE;
        } else if (starts(bytes, 0xFF, 0xFE)) {
            mark = 2;
            charset = StandardCharsets.UTF_16LE;
        }
        if (charset == null) {
            Optional<Charset> declared = declared(file, bytes, faults);
            if (declared.isEmpty()) {
                return Optional.empty();
            }
            charset = declared.get();
        }
        return decode(file, ByteBuffer.wrap(bytes, mark, bytes.length - mark), charset, faults);
    }

    private static Optional<Charset> declared(String file, byte[] bytes, Faults faults) {
        String head = new String(bytes, 0, Math.min(bytes.length, 300), StandardCharsets.ISO_8859_1);
        Matcher matcher = ENCODING.matcher(head);
        if (!matcher.find()) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        return switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
            // A declaration that could be read byte by byte is not in UTF-16: editors leave the word behind.
            case "utf-8", "utf8", "utf-16", "us-ascii", "ascii" -> Optional.of(StandardCharsets.UTF_8);
            case "iso-8859-1", "latin1" -> Optional.of(StandardCharsets.ISO_8859_1);
            default -> {
                faults.error(
                        Position.of(file),
                        "",
                        "found the encoding `" + matcher.group(1) + "`, expected utf-8, utf-16 or iso-8859-1",
                        "save the document as UTF-8");
                yield Optional.empty();
            }
        };
    }

    private static Optional<String> decode(String file, ByteBuffer bytes, Charset charset, Faults faults) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(bytes.remaining() + 1);
        CoderResult result = decoder.decode(bytes, out, true);
        out.flip();
        String text = out.toString();
        if (!result.isError()) {
            return Optional.of(text);
        }
        XmlCursor cursor = new XmlCursor(file, text);
        while (!cursor.atEnd()) {
            cursor.next();
        }
        faults.error(
                cursor.position(), "", "found bytes that are not " + charset + " text", "save the document as UTF-8");
        return Optional.empty();
    }

    private static boolean starts(byte[] bytes, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
