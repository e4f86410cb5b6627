package io.countersign.radius.audit;

import io.countersign.radius.host.OwnersFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * A file of whole lines, each of which begins with its time: appended to, and put aside when it is large or a day is over. For one thread.
 */
final class LineFile {
    private static final int LONGEST_TIME = 40;

    private final AuditSettings settings;
    private final AuditArchive archive;
    private final InstantSource clock;
    private final ZoneId zone;
    private FileChannel channel;
    /** When the day of the first line is over; MAX while there is no line. */
    private Instant midnight = Instant.MAX;

    LineFile(AuditSettings settings, AuditArchive archive, InstantSource clock, ZoneId zone) throws IOException {
        this.settings = settings;
        this.archive = archive;
        this.clock = clock;
        this.zone = zone;
        this.channel = open();
    }

    /** Appends lines, all or none. */
    void append(ByteBuffer lines) throws IOException {
        if (!channel.isOpen()) {
            reopen();
        }
        WholeLines.append(channel, lines);
        if (midnight.equals(Instant.MAX)) {
            midnight = midnightAfter(clock.instant());
        }
    }

    /** Opens the file by its name again, so that somebody may have moved the old one away. */
    void reopen() throws IOException {
        var next = open();
        channel.close();
        channel = next;
    }

    /** Whether it is time to put it aside. */
    boolean isFull() throws IOException {
        if (!channel.isOpen() || settings.rotateAt() == Long.MAX_VALUE) {
            return false;
        }
        long octets = channel.size();
        return octets >= settings.rotateAt() || (octets > 0 && !clock.instant().isBefore(midnight));
    }

    /** Puts it aside and begins a new one. */
    void putAside() throws IOException {
        archive.take(settings.file(), clock.instant());
        channel.close(); // whatever comes next goes to a new file, or nowhere
        reopen();
    }

    void close() throws IOException {
        channel.close();
    }

    private FileChannel open() throws IOException {
        var opened = OwnersFiles.open(settings.file(), StandardOpenOption.APPEND);
        midnight = firstMidnight();
        return opened;
    }

    /** After the first line that is there already. */
    private Instant firstMidnight() throws IOException {
        if (!Files.isRegularFile(settings.file())) {
            return Instant.MAX;
        }
        try (var in = Files.newInputStream(settings.file())) {
            in.skipNBytes(Math.min(AuditRecord.TIME_BEGINS, Files.size(settings.file())));
            var text = new String(in.readNBytes(LONGEST_TIME), StandardCharsets.US_ASCII);
            return text.isEmpty()
                    ? Instant.MAX
                    : midnightAfter(Instant.parse(text.substring(0, Math.max(0, text.indexOf('"')))));
        } catch (DateTimeException _) {
            return midnightAfter(clock.instant()); // no line of ours: nothing is known of its day
        }
    }

    private Instant midnightAfter(Instant at) {
        return at.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** The path, for messages. */
    Path path() {
        return settings.file();
    }
}
