package io.countersign.radius.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes lines to a file that is only appended to. */
final class WholeLines {
    private WholeLines() {}

    /** Appends all or none: on failure the file is cut back to where it was, so that no half line stays. */
    static void append(FileChannel file, ByteBuffer lines) throws IOException {
        long before = file.size();
        try {
            while (lines.hasRemaining()) {
                file.write(lines);
            }
        } catch (IOException e) {
            cutBack(file, before, e);
            throw e;
        }
    }

    private static void cutBack(FileChannel file, long length, IOException cause) {
        try {
            file.truncate(length);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
