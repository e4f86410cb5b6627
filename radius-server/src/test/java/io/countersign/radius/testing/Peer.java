package io.countersign.radius.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What tests need of the machine: programs and libraries of Debian's packages, which stand in {@code peers} of ./verify, and rights. */
public final class Peer {
    private static final long CAP_NET_ADMIN = 1L << 12;

    private Peer() {}

    /** Missing, it fails where CI=true, else the tests are skipped. */
    public static void require(Path file, String debianPackage) {
        requirePresent(Files.exists(file), file.toString(), debianPackage);
    }

    /** A library by its path below {@code /usr/lib/ARCHITECTURE}. */
    public static Path requireLibrary(String path, String debianPackage) {
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
        require(present, what + " is not there; install " + debianPackage);
    }

    /** Not met, it fails where CI=true, else the tests are skipped. */
    public static void require(boolean met, String otherwise) {
        if ("true".equals(System.getenv("CI"))) {
            assertThat(met).as(otherwise).isTrue();
        }
        assumeTrue(met, otherwise);
    }

    /** A library to preload or to plug in, made of C source. */
    public static Path sharedLibrary(Path folder, String name, String source) throws Exception {
        require(Path.of("/usr/bin/gcc"), "gcc");
        require(Path.of("/usr/include/stdio.h"), "libc6-dev");
        Path file = Files.writeString(folder.resolve(name + ".c"), source);
        Path library = folder.resolve(name + ".so");
        var made = PeerProgram.run(
                folder, Map.of(), "", "/usr/bin/gcc", "-shared", "-fPIC", "-o", library.toString(), file.toString());
        assertThat(made.exitCode()).as(made.text()).isZero();
        return library;
    }

    /** Skips the tests of servers that run as root alone. */
    public static void requireRoot(String program) throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), program + " runs as root alone");
    }

    /** A root without this right, as in a container that was not given it, is a failure where CI=true; else the tests are skipped. */
    public static void requireNetworkAdministration(String program) throws IOException {
        require(
                (effectiveCapabilities() & CAP_NET_ADMIN) != 0,
                program + " needs the capability CAP_NET_ADMIN; give it to the container (--cap-add NET_ADMIN)");
    }

    private static long effectiveCapabilities() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring("CapEff:".length()).strip(), 16))
                .findFirst()
                .orElseThrow();
    }
}
