package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What tests need of the machine: programs and libraries of Debian's packages, which stand in {@code peers} of ./verify, and rights. */
final class Peer {
    private Peer() {}

    /** Missing, it fails where CI=true, else the tests are skipped. */
    static void require(Path file, String debianPackage) {
        requirePresent(Files.exists(file), file.toString(), debianPackage);
    }

    /** A library by its path below {@code /usr/lib/ARCHITECTURE}. */
    static Path requireLibrary(String path, String debianPackage) {
        var found = library(path);
        requirePresent(found.isPresent(), path, debianPackage);
        return found.orElseThrow();
    }

    private static Optional<Path> library(String path) {
        try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
            return architectures
                    .map(architecture -> architecture.resolve(path))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requirePresent(boolean present, String what, String debianPackage) {
        if ("true".equals(System.getenv("CI"))) {
            assertThat(present)
                    .as("%s is there; install %s", what, debianPackage)
                    .isTrue();
        }
        assumeTrue(present, what + " is not there; install " + debianPackage);
    }

    /** Skips the tests of servers that run as root alone. */
    static void requireRoot(String program) throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), program + " runs as root alone");
    }
}
