package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Fail;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** A Guid as sixteen bytes, its first three parts little-endian as in .NET. */
final class GuidBytes {

    private GuidBytes() {}

    static byte[] of(UUID id) {
        long high = id.getMostSignificantBits();
        ByteBuffer buffer = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        return buffer.order(ByteOrder.BIG_ENDIAN)
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    static UUID from(byte[] bytes) {
        if (bytes.length != 16) {
            throw Fail.argument("a Guid has sixteen bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long high = (long) buffer.getInt() << 32 | (buffer.getShort() & 0xffffL) << 16 | (buffer.getShort() & 0xffffL);
        return new UUID(high, buffer.order(ByteOrder.BIG_ENDIAN).getLong());
    }
}
