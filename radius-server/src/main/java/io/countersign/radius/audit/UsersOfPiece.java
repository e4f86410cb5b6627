package io.countersign.radius.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/** Which users a file of lines tells of: gathered while it is copied, kept beside it, one name a line. */
final class UsersOfPiece {
    /** Of more, as when somebody makes names up, no list is kept. */
    private static final int MOST = 200_000;

    private final TreeSet<String> names = new TreeSet<>();

    /** Copies all lines, and notes their users. */
    void copy(InputStream from, OutputStream to) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(from, US_ASCII));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            to.write(line.getBytes(US_ASCII));
            to.write('\n');
            if (names.size() <= MOST) {
                AuditLine.read(line)
                        .flatMap(AuditLine::userName)
                        .map(UserNamed::key)
                        .ifPresent(names::add);
            }
        }
    }

    /** Writes the list, if there can be one. */
    void write(Path file) throws IOException {
        if (names.size() > MOST) {
            return;
        }
        try (var out = new BufferedWriter(new OutputStreamWriter(AuditArchive.create(file), UTF_8))) {
            for (var name : names) {
                out.write(name);
                out.write('\n');
            }
        }
    }

    /**
     * Whether a list has a user.
     *
     * @throws java.nio.file.NoSuchFileException if there is no list
     */
    static boolean contains(Path file, UserNamed user) throws IOException {
        try (var names = Files.lines(file, UTF_8)) {
            return names.anyMatch(user::matchesKey);
        }
    }
}
