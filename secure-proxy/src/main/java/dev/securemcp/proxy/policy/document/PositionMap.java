package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import java.util.Arrays;

/**
 * Maps offsets in a decoded text back to where each character stood in the file. Characters that stood side by side share
 * one run, so an attribute on one line without entities costs one run. Immutable.
 */
final class PositionMap {

    private final String file;
    private final int[] offsets;
    private final int[] lines;
    /** First column of the run; negative: every character of the run stands at that one column; 0: only the line is known. */
    private final int[] columns;

    private PositionMap(String file, int[] offsets, int[] lines, int[] columns) {
        this.file = file;
        this.offsets = offsets;
        this.lines = lines;
        this.columns = columns;
    }

    /** All characters at one place. */
    static PositionMap fixed(Position position) {
        return new PositionMap(
                position.file(), new int[] {0}, new int[] {position.line()}, new int[] {-position.column()});
    }

    String file() {
        return file;
    }

    Position at(int offset) {
        int run = run(offset);
        return new Position(file, lines[run], column(run, offset));
    }

    private int column(int run, int offset) {
        return columns[run] > 0 ? columns[run] + offset - offsets[run] : -columns[run];
    }

    private int run(int offset) {
        int found = Arrays.binarySearch(offsets, Math.max(0, offset));
        return found >= 0 ? found : -found - 2;
    }

    /** Collects the runs while a text is read; each character is told with its place. */
    static final class Builder {

        private final String file;
        private int[] offsets = new int[1];
        private int[] lines = new int[1];
        private int[] columns = new int[1];
        private int runs;

        Builder(String file) {
            this.file = file;
        }

        /** The character at this offset stands at this place, the following ones right behind it until told otherwise. */
        void character(int offset, int line, int column) {
            if (runs > 0) {
                int last = runs - 1;
                boolean follows = lines[last] == line
                        && (column == 0
                                ? columns[last] == 0
                                : columns[last] > 0 && columns[last] + offset - offsets[last] == column);
                if (follows) {
                    return;
                }
            }
            run(offset, line, column);
        }

        /** The characters from this offset on all stand at one place. */
        void fixed(int offset, int line, int column) {
            run(offset, line, -column);
        }

        /** Copies the place of one character of another text of the same or another file's map. */
        void copy(int offset, PositionMap other, int otherOffset) {
            int run = other.run(otherOffset);
            if (other.columns[run] < 0) {
                if (runs > 0 && columns[runs - 1] == other.columns[run] && lines[runs - 1] == other.lines[run]) {
                    return;
                }
                run(offset, other.lines[run], other.columns[run]);
            } else {
                character(offset, other.lines[run], other.column(run, otherOffset));
            }
        }

        private void run(int offset, int line, int column) {
            if (runs > 0 && offsets[runs - 1] == offset) {
                runs--;
            }
            if (runs == offsets.length) {
                int size = runs * 2;
                offsets = Arrays.copyOf(offsets, size);
                lines = Arrays.copyOf(lines, size);
                columns = Arrays.copyOf(columns, size);
            }
            offsets[runs] = offset;
            lines[runs] = line;
            columns[runs] = column;
            runs++;
        }

        PositionMap build(int emptyLine, int emptyColumn) {
            if (runs == 0) {
                run(0, emptyLine, emptyColumn);
            }
            return new PositionMap(
                    file, Arrays.copyOf(offsets, runs), Arrays.copyOf(lines, runs), Arrays.copyOf(columns, runs));
        }
    }
}
