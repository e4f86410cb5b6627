package io.countersign.radius.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tinyradius.core.dictionary.DefaultDictionary;

/** The dictionaries of other programs as their packages bring them: each is read whole, and says what ours says or stands in a list. */
final class OtherDictionariesTest {
    private static final Dictionary OURS = Dictionary.standard();

    /** The kinds of lines that contradict what was known. */
    private static final List<PassedOver.Kind> CONTRADICTIONS =
            List.of(PassedOver.Kind.NAME_TAKEN, PassedOver.Kind.DESCRIBED_BEFORE, PassedOver.Kind.VALUE_TAKEN);

    @TempDir
    private Path folder;

    /**
     * A program: a folder, or nothing for one that comes with the tests' libraries; the files there that an administrator would name, apart by
     * blanks, which include the others; a name that is in them; how many names they add at least.
     */
    enum Program {
        FREERADIUS("/usr/share/freeradius", "dictionary", "Colubris-AVPair", 6000),
        WIRESHARK("/usr/share/wireshark/radius", "dictionary", "WiMAX-Capability", 5000),
        RADCLI(
                "/etc/radcli",
                "dictionary dictionary.ascend dictionary.compat dictionary.merit dictionary.microsoft"
                        + " dictionary.roaringpenguin dictionary.sip",
                "Password",
                150),
        PERL("/usr/share/doc/libauthen-radius-perl/raddb", "dictionary", "h323-ivr-in", 300),
        TINYRADIUS_NETTY("", "default_dictionary", "Digest-Attributes", 1);

        private final String place;
        private final String roots;
        private final String oneOfIts;
        private final int atLeast;

        Program(String place, String roots, String oneOfIts, int atLeast) {
            this.place = place;
            this.roots = roots;
            this.oneOfIts = oneOfIts;
            this.atLeast = atLeast;
        }

        private String word() {
            return DictionaryReader.lower(name()).replace('_', '-');
        }
    }

    @ParameterizedTest
    @EnumSource
    void isReadWhole(Program program) throws IOException {
        var dictionary = Dictionary.with(files(program));

        assertThat(dictionary.find(program.oneOfIts)).isPresent();
        assertThat(dictionary.passedOver())
                .hasValueSatisfying(
                        line -> assertThat(line).hasSizeLessThan(2000).doesNotContain("\n"));
        for (var type : reader(files(program)).types().values()) {
            var ours = OURS.find(type.name());
            ours.filter(_ -> !type.name().startsWith(Dictionary.NUMBERED)).ifPresent(own -> {
                assertThat(type.oid()).as(type.name()).isEqualTo(own.oid());
                assertThat(type.isDescribedLike(own)).as(type.name()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void addsWhatOursLack(Program program) throws IOException {
        var names = reader(files(program)).types().keySet();

        assertThat(names.stream().filter(name -> OURS.find(name).isEmpty()).count())
                .isGreaterThanOrEqualTo(program.atLeast);
    }

    /** Every number, format, tag, encryption and value of an attribute that both know. */
    @ParameterizedTest
    @EnumSource
    void saysWhatOursSayOrStandsInTheList(Program program) throws IOException {
        var listed = listed(program);
        Set<String> used = new TreeSet<>();
        Set<String> unlisted = new TreeSet<>();
        var passedOver = reader(files(program)).passedOver();
        for (var kind : CONTRADICTIONS) {
            for (var line : passedOver.of(kind)) {
                if (OURS.find(line.name()).isPresent() || kind != PassedOver.Kind.NAME_TAKEN) {
                    var file = line.at().substring(0, line.at().indexOf(':'));
                    Stream.of(file + " " + line.name(), file + " *")
                            .filter(listed::contains)
                            .findFirst()
                            .ifPresentOrElse(used::add, () -> unlisted.add(file + " " + line.name() + line.why()));
                }
            }
        }

        assertThat(unlisted).as("what %s says otherwise", program.word()).isEmpty();
        assertThat(used).as("what the list says of %s", program.word()).isEqualTo(listed);
    }

    private static Set<String> listed(Program program) throws IOException {
        try (var list = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(
                        OtherDictionariesTest.class.getResourceAsStream("/dictionary/disagreements.txt")),
                StandardCharsets.UTF_8))) {
            return list.lines()
                    .filter(line -> line.startsWith(program.word() + " "))
                    .map(line -> line.split(" +", 4))
                    .map(words -> words[1] + " " + words[2])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static DictionaryReader reader(List<Path> files) {
        var reader = new DictionaryReader();
        reader.readOwn("dictionary");
        files.forEach(reader::read);
        reader.finish();
        return reader;
    }

    /** Missing, it fails where CI=true, else the test is skipped. */
    private List<Path> files(Program program) throws IOException {
        if (program.place.isEmpty()) {
            try (var stream = DefaultDictionary.class.getResourceAsStream("default_dictionary")) {
                Files.write(
                        folder.resolve("default_dictionary"),
                        Objects.requireNonNull(stream).readAllBytes());
            }
            return List.of(folder.resolve("default_dictionary"));
        }
        var place = Path.of(program.place);
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(Files.isDirectory(place), program.place + " is missing; ./verify installs it");
        }
        return unpacked(place, List.of(program.roots.split(" ", -1)));
    }

    /** Debian packs what lies in a documentation folder. */
    private List<Path> unpacked(Path place, List<String> roots) throws IOException {
        List<Path> copied = new ArrayList<>();
        try (Stream<Path> files = Files.list(place)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = String.valueOf(file.getFileName());
                boolean isPacked = name.endsWith(".gz");
                try (InputStream in =
                        isPacked ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file)) {
                    Files.write(
                            folder.resolve(isPacked ? name.substring(0, name.length() - 3) : name), in.readAllBytes());
                }
            }
        }
        roots.forEach(root -> copied.add(folder.resolve(root)));
        return copied;
    }
}
