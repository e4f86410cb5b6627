package io.countersign.radius.dictionary;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file, and where those are that it includes. */
sealed interface DictionaryFile {
    boolean exists();

    InputStream open() throws IOException;

    /** The file of a name that stands in this one. */
    DictionaryFile beside(String name);

    /** Stands beside this class. */
    record Own(String name) implements DictionaryFile {
        @Override
        public boolean exists() {
            return DictionaryFile.class.getResource(name) != null;
        }

        @Override
        public InputStream open() throws IOException {
            var stream = DictionaryFile.class.getResourceAsStream(name);
            if (stream == null) {
                throw new FileNotFoundException("it is missing");
            }
            return stream;
        }

        @Override
        public DictionaryFile beside(String other) {
            return new Own(other);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Is an administrator's. */
    record OnDisk(Path path) implements DictionaryFile {
        @Override
        public boolean exists() {
            return Files.exists(path);
        }

        @Override
        public InputStream open() throws IOException {
            if (!exists()) {
                throw new FileNotFoundException("it is missing");
            }
            return Files.newInputStream(path);
        }

        @Override
        public DictionaryFile beside(String other) {
            return new OnDisk(path.resolveSibling(other));
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
