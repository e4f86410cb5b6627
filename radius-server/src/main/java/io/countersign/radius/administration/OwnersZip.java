package io.countersign.radius.administration;

import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.host.OwnersFiles;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A new ZIP file for its owner alone. */
final class OwnersZip implements AutoCloseable {
    private final ZipOutputStream zip;

    private OwnersZip(ZipOutputStream zip) {
        this.zip = zip;
    }

    /**
     * Asked before anything that takes its time.
     *
     * @throws NodeRefused if there is a file of that name
     */
    static void requireNew(Path target) {
        if (Files.exists(target)) {
            throw new NodeRefused(target + " is there already; name another file");
        }
    }

    static OwnersZip create(Path target) throws IOException {
        requireNew(target);
        return new OwnersZip(
                new ZipOutputStream(Channels.newOutputStream(OwnersFiles.open(target, StandardOpenOption.WRITE))));
    }

    void add(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    void add(String name, Path content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(content, zip);
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
