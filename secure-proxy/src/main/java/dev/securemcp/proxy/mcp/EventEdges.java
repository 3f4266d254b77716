package dev.securemcp.proxy.mcp;

/**
 * Tells of each byte of a stream of server-sent events whether it belongs to an event: from the first byte of a line that is no comment
 * to the end of the blank line that dispatches it (WHATWG HTML §9.2.6). Comments between events, and what of a line end follows the blank
 * line, belong to none.
 */
public final class EventEdges {

    /** Where a byte stands. */
    public enum Place {
        BETWEEN,
        WITHIN,
        /** The last byte of an event. */
        LAST
    }

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private int bom;
    private boolean afterCr;
    private boolean lineBegun;
    private boolean inEvent;

    /** The next byte. */
    public Place accept(byte b) {
        if (bom < BOM.length) {
            if (b == BOM[bom]) {
                bom++;
                return Place.BETWEEN;
            }
            lineBegun = bom > 0;
            bom = BOM.length;
        }
        boolean secondHalf = b == '\n' && afterCr;
        afterCr = b == '\r';
        if (b == '\r' || b == '\n') {
            boolean blank = !lineBegun && !secondHalf;
            lineBegun = false;
            boolean within = inEvent;
            if (blank) {
                inEvent = false;
            }
            return !within ? Place.BETWEEN : blank ? Place.LAST : Place.WITHIN;
        }
        if (!lineBegun) {
            lineBegun = true;
            inEvent |= b != ':';
        }
        return inEvent ? Place.WITHIN : Place.BETWEEN;
    }
}
