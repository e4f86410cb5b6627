package io.countersign.radius.audit;

import io.countersign.radius.event.ToldPackets;
import io.countersign.radius.host.OwnersFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of log files as NPS writes them, one for each day: {@code IN261128.log}. UTF-8 without byte order mark, lines ended as on Windows.
 *
 * <p>A file is open only while a batch is written to it, so that other programs may read, move and delete it.
 */
final class NpsFiles implements AuditSink<ToldPackets> {
    private static final Logger LOG = LoggerFactory.getLogger(NpsFiles.class);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'IN'uuMMdd'.log'", Locale.ROOT);

    private final Path folder;
    private final NpsFormat format;
    private final NpsRows rows;
    private final Duration keep;
    private final InstantSource clock;
    private final ZoneId zone;
    /** The last day on which old files were looked for. */
    private LocalDate tidied = LocalDate.MIN;

    private NpsFiles(Path folder, NpsFormat format, NpsRows rows, Duration keep, InstantSource clock, ZoneId zone) {
        this.folder = folder;
        this.format = format;
        this.rows = rows;
        this.keep = keep;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Makes the folder if need be.
     *
     * @param keep files of days longer ago are deleted
     * @throws IOException if today's file cannot be written to
     */
    static NpsFiles in(Path folder, NpsFormat format, NpsRows rows, Duration keep, InstantSource clock, ZoneId zone)
            throws IOException {
        OwnersFiles.createFolders(folder);
        var files = new NpsFiles(folder, format, rows, keep, clock, zone);
        OwnersFiles.open(files.today(), StandardOpenOption.APPEND).close();
        return files;
    }

    @Override
    public byte[] text(List<ToldPackets> batch, long lost) {
        return format.lines(
                        batch.stream().flatMap(told -> rows.of(told).stream()).toList())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(byte[] text) throws IOException {
        if (text.length == 0) {
            return; // nothing but a number of lost ones, for which there is no row
        }
        try (var file = OwnersFiles.open(today(), StandardOpenOption.APPEND)) {
            WholeLines.append(file, ByteBuffer.wrap(text));
        }
    }

    /** Once a day deletes what is too old. */
    @Override
    public void tend() throws IOException {
        var day = LocalDate.ofInstant(clock.instant(), zone);
        if (day.equals(tidied)) {
            return;
        }
        tidied = day;
        try (var files = Files.newDirectoryStream(folder, "IN*.log")) {
            for (var file : files) {
                if (day(file).filter(day.minusDays(keep.toDays())::isAfter).isPresent() && Files.deleteIfExists(file)) {
                    LOG.info("{} is deleted: older than {} days (audit: keep)", file, keep.toDays());
                }
            }
        }
    }

    private Path today() {
        return folder.resolve(NAME.format(clock.instant().atZone(zone)));
    }

    private static Optional<LocalDate> day(Path file) {
        try {
            return Optional.of(LocalDate.parse(file.getFileName().toString(), NAME));
        } catch (DateTimeException _) {
            return Optional.empty(); // somebody else's
        }
    }
}
