package io.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A name says one thing in the whole of the program: whoever reads it in a stack trace or a search finds one type. */
final class SimpleNamesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Set<String> OF_EVERY_PACKAGE = Set.of("package-info.java", "module-info.java");

    @Test
    void noTwoTypesOfMainCodeHaveOneSimpleName() throws IOException {
        var files = new TreeMap<String, List<Path>>();
        for (var file : mainCode()) {
            files.computeIfAbsent(file.getFileName().toString(), _ -> new ArrayList<>())
                    .add(ROOT.relativize(file));
        }
        assertThat(files)
                .containsKeys(
                        "Countersign.java",
                        "MfaProvider.java",
                        "EntraProvider.java",
                        "EntraSimulator.java",
                        "TotpProvider.java");
        assertThat(files.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    private static List<Path> mainCode() throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                var name = folder.getFileName().toString();
                return name.equals("target") || name.startsWith(".")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var name = file.getFileName().toString();
                if (name.endsWith(".java") && !OF_EVERY_PACKAGE.contains(name) && isMain(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean isMain(Path file) {
        return ROOT.relativize(file).toString().contains(MAIN.toString());
    }
}
