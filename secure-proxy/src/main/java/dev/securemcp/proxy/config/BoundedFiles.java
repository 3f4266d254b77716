package dev.securemcp.proxy.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads small text files, never more of one than allowed: a path may lead to a device or to something huge. */
final class BoundedFiles {

    private BoundedFiles() {}

    /** Why a file could not be had, in words for a person; never a part of the file. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** The whole file as UTF-8, without a byte order mark. */
    static String read(Path file, int maxBytes) throws Unreadable {
        byte[] bytes = readBytes(file, maxBytes);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Unreadable("is not UTF-8 text");
        }
    }

    /** The whole file as it is. */
    static byte[] readBytes(Path file, int maxBytes) throws Unreadable {
        mustBeReadable(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new Unreadable("is larger than " + Amounts.text(maxBytes, Limit.Unit.BYTES));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new Unreadable("does not exist");
        } catch (AccessDeniedException e) {
            throw new Unreadable("may not be read by this user");
        } catch (IOException e) {
            throw new Unreadable("cannot be read");
        }
    }

    /** Refuses what is not there, is a directory, or may not be read. */
    static void mustBeReadable(Path file) throws Unreadable {
        if (!Files.exists(file)) {
            throw new Unreadable("does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new Unreadable("is a directory");
        }
        if (!Files.isReadable(file)) {
            throw new Unreadable("may not be read by this user");
        }
    }

    /** Without the one line end that editors and {@code echo} put at the end of a file. */
    static String withoutLineEnd(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
