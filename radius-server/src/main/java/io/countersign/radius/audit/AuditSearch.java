package io.countersign.radius.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.countersign.radius.audit.AuditArchive.Piece;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads what an audit file and those that were put aside tell, also while a server writes. Of the files that were put aside it opens those
 * alone that can have what is looked for: by their time, and by the list of their users.
 */
public final class AuditSearch {
    private static final int ATTEMPTS = 10;
    private static final int BUFFER = 1 << 16;

    private static final int TO_THE_SECOND = "2026-11-21T06:03:19".length();

    private final Path auditFile;
    private final AuditArchive archive;

    /** Of an audit file; it need not be there. */
    public AuditSearch(Path auditFile) {
        this.auditFile = auditFile;
        this.archive = new AuditArchive(auditFile);
    }

    /**
     * What is looked for.
     *
     * @param from not before
     * @param until not after
     * @param part a text that each line has, as it stands in the file; cheap
     * @param user of this user alone
     * @param matching whatever else a line must be
     * @param most the newest so many
     */
    public record Wanted(
            Instant from,
            Instant until,
            Optional<String> part,
            Optional<UserNamed> user,
            Predicate<AuditLine> matching,
            int most) {
        /** Everything, in all time. */
        public static Wanted newest(int most) {
            return new Wanted(Instant.MIN, Instant.MAX, Optional.empty(), Optional.empty(), _ -> true, most);
        }

        private boolean accepts(AuditLine line) {
            return !line.time().isBefore(from)
                    && !line.time().isAfter(until)
                    && user.map(named -> line.userName().filter(named::matches).isPresent())
                            .orElse(true)
                    && matching.test(line);
        }
    }

    /**
     * The newest lines that match, oldest first.
     *
     * @throws IOException if a file cannot be read
     */
    public List<AuditLine> find(Wanted wanted) throws IOException {
        for (int attempt = 1; ; attempt++) {
            var pieces = archive.pieces();
            try {
                var found = find(wanted, pieces);
                if (pieces.equals(archive.pieces())) {
                    return found;
                }
            } catch (NoSuchFileException moved) {
                if (attempt == ATTEMPTS) {
                    throw moved;
                }
            }
            if (attempt == ATTEMPTS) {
                throw new IOException("the files of " + auditFile + " change all the time");
            }
        }
    }

    private List<AuditLine> find(Wanted wanted, List<Piece> pieces) throws IOException {
        var found = new ArrayDeque<AuditLine>();
        if (Files.exists(auditFile)) {
            readBefore(found, wanted, Files.newInputStream(auditFile));
        }
        for (int i = pieces.size() - 1; i >= 0 && found.size() < wanted.most(); i--) {
            var piece = pieces.get(i);
            if (piece.until().isBefore(wanted.from())) {
                break;
            }
            boolean laterAlone = i > 0 && pieces.get(i - 1).until().isAfter(wanted.until());
            if (!laterAlone && mayHave(piece, wanted)) {
                readBefore(found, wanted, piece.open());
            }
        }
        return List.copyOf(found);
    }

    private static boolean mayHave(Piece piece, Wanted wanted) throws IOException {
        return wanted.user().isEmpty()
                || !piece.isCompressed() // its list is not finished
                || AuditArchive.mayHave(piece, wanted.user().get());
    }

    /** Puts the newest that match before those that were found in younger files. */
    private static void readBefore(Deque<AuditLine> found, Wanted wanted, InputStream octets) throws IOException {
        var window = Window.of(wanted);
        var newest = new ArrayDeque<AuditLine>();
        int room = wanted.most() - found.size();
        try (var lines = new BufferedReader(new InputStreamReader(octets, US_ASCII), BUFFER)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (window.mayHave(line)) {
                    AuditLine.read(line).filter(wanted::accepts).ifPresent(newest::add);
                    if (newest.size() > room) {
                        newest.removeFirst();
                    }
                }
            }
        }
        new ArrayList<>(newest).reversed().forEach(found::addFirst);
    }

    /**
     * What can be told without taking a line apart: times as lines write them, to the second, sort as texts.
     *
     * @param from the first second; empty for any
     * @param until the last second; empty for any
     */
    private record Window(Optional<String> part, Optional<String> from, Optional<String> until) {
        static Window of(Wanted wanted) {
            return new Window(
                    wanted.part(),
                    Optional.of(wanted.from())
                            .filter(at -> !at.equals(Instant.MIN))
                            .map(Window::second),
                    Optional.of(wanted.until())
                            .filter(at -> !at.equals(Instant.MAX))
                            .map(Window::second));
        }

        boolean mayHave(String line) {
            int end = AuditRecord.TIME_BEGINS + TO_THE_SECOND;
            if (line.length() <= end || !part.map(line::contains).orElse(true)) {
                return false;
            }
            var second = line.substring(AuditRecord.TIME_BEGINS, end);
            return from.map(first -> second.compareTo(first) >= 0).orElse(true)
                    && until.map(last -> second.compareTo(last) <= 0).orElse(true);
        }

        private static String second(Instant at) {
            return at.toString().substring(0, TO_THE_SECOND);
        }
    }
}
