package io.countersign.radius.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads on in an audit file as it grows, from its end at the time of the start, and in the next one once it was put aside. */
public final class AuditTail implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private @Nullable FileChannel channel;
    private @Nullable Object key;

    private AuditTail(Path file) {
        this.file = file;
    }

    /** From the end of the file; one that is not there yet is read from its beginning. */
    public static AuditTail fromEnd(Path file) throws IOException {
        var tail = new AuditTail(file);
        tail.open();
        if (tail.channel != null) {
            tail.channel.position(tail.channel.size());
        }
        return tail;
    }

    /** What was written since the last call. */
    public List<AuditLine> next() throws IOException {
        var lines = new ArrayList<AuditLine>();
        boolean another = isAnother(); // asked first, so that nothing is written to the old one afterwards
        read(lines);
        if (another) {
            close();
            unfinished.reset();
            open();
            read(lines);
        }
        return lines;
    }

    private boolean isAnother() throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return channel == null
                    || !Objects.equals(attributes.fileKey(), key)
                    || attributes.size() < channel.position();
        } catch (NoSuchFileException _) {
            return false; // between two files
        }
    }

    private void open() throws IOException {
        try {
            key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException _) {
            channel = null;
        }
    }

    private void read(List<AuditLine> lines) throws IOException {
        if (channel == null) {
            return;
        }
        var buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                take(buffer.get(), lines);
            }
            buffer.clear();
        }
    }

    private void take(byte octet, List<AuditLine> lines) {
        if (octet == '\n') {
            AuditLine.read(unfinished.toString(US_ASCII)).ifPresent(lines::add);
            unfinished.reset();
        } else {
            unfinished.write(octet);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
