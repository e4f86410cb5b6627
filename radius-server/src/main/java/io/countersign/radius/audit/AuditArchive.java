package io.countersign.radius.audit;

import io.countersign.radius.host.OwnersFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The files that an audit file was before: put aside beside it under the time when that was done, then compressed.
 *
 * <p>{@code audit.jsonl} becomes {@code audit-2026-11-28T06-03-19.031Z.jsonl}, and then {@code audit-2026-11-28T06-03-19.031Z.jsonl.gz} beside
 * {@code audit-2026-11-28T06-03-19.031Z.jsonl.users}, a list of the user names in it: whoever looks for one user opens those files alone that have
 * him. Whatever is missing or half done is made anew.
 */
final class AuditArchive {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH-mm-ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String COMPRESSED = ".gz";
    private static final String USERS = ".users";
    private static final String UNFINISHED = ".part";
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final String stem;
    private final String ending;

    AuditArchive(Path auditFile) {
        var name = auditFile.getFileName().toString();
        int dot = name.lastIndexOf('.');
        this.folder = auditFile.toAbsolutePath().resolveSibling(".").normalize();
        this.stem = (dot <= 0 ? name : name.substring(0, dot)) + "-";
        this.ending = dot <= 0 ? "" : name.substring(dot);
    }

    /**
     * One file of former times.
     *
     * @param until when it was put aside: no line in it is younger
     */
    record Piece(Path file, Instant until) {
        boolean isCompressed() {
            return file.toString().endsWith(COMPRESSED);
        }

        /** Its text. */
        InputStream open() throws IOException {
            var octets = Files.newInputStream(file);
            try {
                return isCompressed() ? new GZIPInputStream(octets, BUFFER) : octets;
            } catch (IOException e) {
                octets.close();
                throw e;
            }
        }

        /** The list of its users. */
        Path users() {
            var name = file.toString();
            return Path.of((isCompressed() ? name.substring(0, name.length() - COMPRESSED.length()) : name) + USERS);
        }
    }

    /** Puts a file aside. */
    void take(Path auditFile, Instant now) throws IOException {
        var aside = folder.resolve(stem + STAMP.format(now) + ending);
        if (Files.exists(aside) || Files.exists(Path.of(aside + COMPRESSED))) {
            throw new FileAlreadyExistsException(aside.toString());
        }
        Files.move(auditFile, aside, StandardCopyOption.ATOMIC_MOVE);
    }

    /** All pieces, oldest first. Of one that is being compressed both forms may be there: the compressed one is whole, and stands here. */
    List<Piece> pieces() throws IOException {
        var pieces = new ArrayList<Piece>();
        try (var files = Files.newDirectoryStream(folder, stem + "*")) {
            files.forEach(file -> piece(file).ifPresent(pieces::add));
        }
        pieces.removeIf(piece -> !piece.isCompressed() && pieces.contains(compressed(piece)));
        pieces.sort(Comparator.comparing(Piece::until));
        return pieces;
    }

    private Optional<Piece> piece(Path file) {
        var name = file.getFileName().toString();
        var end = name.endsWith(ending + COMPRESSED) ? ending + COMPRESSED : ending;
        if (!name.endsWith(end) || name.length() < stem.length() + end.length()) {
            return Optional.empty();
        }
        try {
            var stamp = name.substring(stem.length(), name.length() - end.length());
            return Optional.of(new Piece(file, STAMP.parse(stamp, Instant::from)));
        } catch (DateTimeException _) {
            return Optional.empty(); // somebody else's
        }
    }

    private static Piece compressed(Piece piece) {
        return new Piece(Path.of(piece.file() + COMPRESSED), piece.until());
    }

    /** Compresses what is not compressed yet, and lists its users. */
    void compress() throws IOException {
        for (var piece : pieces()) {
            if (!piece.isCompressed()) {
                compress(piece);
            }
        }
    }

    private static void compress(Piece piece) throws IOException {
        var whole = compressed(piece).file();
        var unfinished = Path.of(whole + UNFINISHED);
        var users = new UsersOfPiece();
        try (var from = piece.open();
                var to = new GZIPOutputStream(new BufferedOutputStream(create(unfinished), BUFFER), BUFFER)) {
            users.copy(from, to);
        }
        users.write(piece.users());
        Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(piece.file());
    }

    /** Begins a file for its owner alone; what was there is gone. */
    static OutputStream create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Channels.newOutputStream(OwnersFiles.open(file, StandardOpenOption.WRITE));
    }

    /** Deletes what was put aside before an instant, and what others left half done. Answers how many files of lines are gone. */
    int deleteBefore(Instant oldest) throws IOException {
        int gone = 0;
        for (var piece : pieces()) {
            if (piece.until().isBefore(oldest)) {
                Files.deleteIfExists(piece.users());
                gone += Files.deleteIfExists(piece.file()) ? 1 : 0;
            }
        }
        return gone;
    }

    /** Whether a piece may have a line of a user; true also where that cannot be told. */
    static boolean mayHave(Piece piece, UserNamed user) throws IOException {
        try {
            return UsersOfPiece.contains(piece.users(), user);
        } catch (NoSuchFileException _) {
            return true;
        }
    }
}
