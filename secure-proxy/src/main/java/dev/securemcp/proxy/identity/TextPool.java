package dev.securemcp.proxy.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Short texts as UTF-8 in large blocks, several to a place: an object for each would cost more than the text. Filled by one thread, then
 * read by any.
 */
final class TextPool {

    /** 256 KiB: G1 gives larger objects regions of their own, and a block of a whole MiB would take two. */
    private static final int BLOCK_BITS = 18;

    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int MAX_BLOCKS = 1 << 31 - BLOCK_BITS;

    private final List<byte[]> blocks = new ArrayList<>();
    private int end = BLOCK;

    /**
     * Adds texts that belong together.
     *
     * @param texts null stands for an empty one; all of them together fit into a block
     * @return their place
     * @throws IllegalStateException where 2 GiB are full
     */
    int add(String... texts) {
        byte[][] encoded = new byte[texts.length][];
        int length = 0;
        for (int i = 0; i < texts.length; i++) {
            encoded[i] = texts[i] == null ? new byte[0] : texts[i].getBytes(StandardCharsets.UTF_8);
            length += lengthOf(encoded[i].length) + encoded[i].length;
        }
        int place = reserve(length);
        byte[] block = blocks.getLast();
        for (byte[] text : encoded) {
            int rest = text.length;
            for (; rest > 0x7f; rest >>>= 7) {
                block[end++] = (byte) (rest & 0x7f | 0x80);
            }
            block[end++] = (byte) rest;
            System.arraycopy(text, 0, block, end, text.length);
            end += text.length;
        }
        return place;
    }

    /** Adds what lies at a place of another pool. */
    int add(TextPool other, int otherPlace, int texts) {
        byte[] block = other.blocks.get(otherPlace >>> BLOCK_BITS);
        int from = otherPlace & BLOCK - 1;
        int to = from;
        for (int i = 0; i < texts; i++) {
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = block[to++];
                length |= (part & 0x7f) << shift;
                if (part >= 0) {
                    break;
                }
            }
            to += length;
        }
        int place = reserve(to - from);
        System.arraycopy(block, from, blocks.getLast(), end, to - from);
        end += to - from;
        return place;
    }

    /** The place for so many bytes, in a block that has room for them. */
    private int reserve(int length) {
        if (end + length > BLOCK) {
            if (blocks.size() == MAX_BLOCKS || length > BLOCK) {
                throw new IllegalStateException("the texts take more than 2 GiB");
            }
            blocks.add(new byte[BLOCK]);
            end = 0;
        }
        return blocks.size() - 1 << BLOCK_BITS | end;
    }

    /** One of the texts at a place, by its number; empty where there is none. */
    String get(int place, int number) {
        byte[] block = blocks.get(place >>> BLOCK_BITS);
        int at = place & BLOCK - 1;
        for (int i = 0; ; i++) {
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = block[at++];
                length |= (part & 0x7f) << shift;
                if (part >= 0) {
                    break;
                }
            }
            if (i == number) {
                return new String(block, at, length, StandardCharsets.UTF_8);
            }
            at += length;
        }
    }

    /** Bytes of the blocks. */
    long footprint() {
        return (long) blocks.size() * BLOCK;
    }

    private static int lengthOf(int length) {
        return length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : 3;
    }
}
