package io.countersign.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the operating system and the virtual machine say of a running server. Linux only. */
record ServerProcess(long pid) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /**
     * One look at it.
     *
     * @param residentKib memory that it occupies
     * @param heapKib what lives in its heap, after a collection; 0 if none was asked for
     * @param threads of the operating system
     * @param files open, sockets among them
     * @param cpuSeconds spent since its start
     */
    record Look(long residentKib, long heapKib, long threads, long files, double cpuSeconds) {
        @Override
        public String toString() {
            return String.format(
                            Locale.ROOT,
                            "resident %,d KiB, %d threads, %,d files, %.1f s of CPU",
                            residentKib,
                            threads,
                            files,
                            cpuSeconds)
                    + (heapKib == 0 ? "" : String.format(Locale.ROOT, ", live heap %,d KiB", heapKib));
        }
    }

    /** Looks without disturbing: the heap is not told. */
    Look glance() throws IOException {
        return new Look(status("VmRSS"), 0, status("Threads"), files(), cpuSeconds());
    }

    /** Collects garbage first, so that what is left lives. */
    Look look() throws IOException, InterruptedException {
        jcmd("GC.run");
        long heap = USED.matcher(jcmd("GC.heap_info"))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .limit(2) // young and old; what follows is metaspace
                .sum();
        return new Look(status("VmRSS"), heap, status("Threads"), files(), cpuSeconds());
    }

    private long status(String key) throws IOException {
        return Files.readAllLines(proc("status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private long files() throws IOException {
        try (Stream<Path> open = Files.list(proc("fd"))) {
            return open.count();
        }
    }

    private double cpuSeconds() throws IOException {
        var fields = Files.readString(proc("stat")).replaceFirst(".*\\) ", "").split(" ");
        return Arrays.stream(fields, 11, 13).mapToLong(Long::parseLong).sum() / 100.0;
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        var said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + said);
        }
        return said;
    }
}
