package io.countersign;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.countersign.radius.waiting.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which package may know which: the picture in CONTRIBUTING.md, as rules. */
final class ArchitectureTest {
    private static final String SERVER = "io.countersign.radius.";
    private static final String COMMANDS = "io.countersign.cli..";
    private static final Pattern BROKEN_ALGORITHM = Pattern.compile("(Hmac)?MD[45]|DES(ede)?(/.*)?|RC4");

    /** From top to bottom: what stands higher may know what stands lower. */
    private static final List<String[]> LAYERS = List.of(
            packages("io.countersign.cli.."),
            packages(SERVER + "app.."),
            packages(SERVER + "administration.."),
            packages(SERVER + "control.."),
            packages(SERVER + "config.."),
            packages(SERVER + "transport..", SERVER + "store..", SERVER + "audit..", SERVER + "directory.."),
            packages(SERVER + "nps.."),
            packages(SERVER + "access..", SERVER + "accounting.."),
            packages(SERVER + "challenge.."),
            packages(SERVER + "identity..", SERVER + "secondfactor..", SERVER + "forwarding.."),
            packages(SERVER + "exchange.."),
            packages(SERVER + "netlogon.."),
            packages(SERVER + "rpc.."),
            packages(SERVER + "event..", SERVER + "plugins..", SERVER + "crypto..", SERVER + "dictionary.."),
            packages(SERVER + "packet..", SERVER + "waiting..", SERVER + "host.."),
            packages("io.countersign.policy.."));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/")) // target/quick has them too
            .importPackages("io.countersign.radius", "io.countersign.cli", "io.countersign.policy");

    @Test
    void looksAtTheWholeServer() {
        assertThat(CLASSES).hasSizeGreaterThan(60);
    }

    @Test
    void arrowsPointDownOnly() {
        for (int layer = 1; layer < LAYERS.size(); layer++) {
            noClasses()
                    .that(resideInAnyPackage(LAYERS.get(layer)))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(above(layer)))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void appAndAdministrationAloneKnowConfigAndAdapters() {
        knownBy("config", "app", "administration");
        knownBy("transport", "app", "administration", "config");
        knownBy("store", "app", "administration", "config");
        knownBy("directory", "app", "administration", "config");
        knownBy("audit", "app", "administration", "config", COMMANDS);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.countersign.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packetKnowsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage(SERVER + "packet..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(SERVER + "packet..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void wireCodeAndPoliciesTouchNoSocketNoFileNoClockAndNoLog() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        SERVER + "packet..", SERVER + "crypto..", SERVER + "event..", "io.countersign.policy..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "org.slf4j..")
                        .or(nameMatching("java\\.net\\.((Datagram|Server|Multicast)?Socket|.*Connection|URL)"))
                        .or(nameMatching("java\\.time\\.(Clock|InstantSource)"))
                        .or(nameMatching("java\\.io\\.(File.*|RandomAccessFile)")))
                .check(CLASSES);
    }

    @Test
    void onlyCryptoNamesBrokenAlgorithms() {
        assertThat(CLASSES)
                .filteredOn(not(resideInAnyPackage(SERVER + "crypto..")))
                .allSatisfy(type -> assertThat(strings(type)).noneMatch(BROKEN_ALGORITHM.asMatchPredicate()));
    }

    /** A listener's thread is kept from waiting by what waits, not by whoever calls that. */
    @Test
    void whatWaitsSaysSoItselfAndNobodyElseDoes() {
        var asking = CLASSES.get(Waiting.class).getMethod("begin").getAccessesToSelf().stream()
                .map(access -> access.getOriginOwner().getSimpleName())
                .collect(Collectors.toSet());

        assertThat(asking)
                .containsExactlyInAnyOrder(
                        "Database",
                        "ProviderCalls",
                        "Prompts",
                        "Requester",
                        "PasswordHashes",
                        "Pace",
                        "AccountingLedger",
                        "LdapServers",
                        "Coalesced",
                        "DomainLogons");
    }

    @Test
    void onlySocketsAndTheServiceManagerCallTheSystemItself() {
        onlyIn("java.lang.foreign..", SERVER + "host..", SERVER + "transport..");
    }

    @Test
    void eachLibraryStaysBehindOnePackage() {
        onlyIn("org.tinyradius..", SERVER + "dictionary..");
        onlyIn("org.snakeyaml..", "io.countersign.policy..");
        onlyIn("com.unboundid..", SERVER + "directory..");
        onlyIn("java.sql..", SERVER + "store..");
        onlyIn("javax.sql..", SERVER + "store..");
        onlyIn("org.jdbi..", SERVER + "store..");
        onlyIn("picocli..", "io.countersign.cli..");
    }

    @Test
    void nobodyReadsSerializedObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }

    @Test
    void exceptionsHaveTypesOfTheirOwn() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(CLASSES);
    }

    @Test
    void logsGoThroughSlf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CLASSES)
                .extracting(JavaClass::getPackage)
                .allSatisfy(found -> assertThat(found.isAnnotatedWith(NullMarked.class))
                        .as(found.getName())
                        .isTrue());
    }

    private static String[] packages(String... names) {
        return names;
    }

    private static String[] above(int layer) {
        return LAYERS.subList(0, layer).stream().flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static void knownBy(String known, String... knowing) {
        String[] allowed = Stream.concat(Stream.of(known), Arrays.stream(knowing))
                .map(name -> name.equals(COMMANDS) ? name : SERVER + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SERVER + known + "..")
                .check(CLASSES);
    }

    private static void onlyIn(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    private static List<String> strings(JavaClass type) {
        try (InputStream octets =
                type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return StreamSupport.stream(
                            ClassFile.of()
                                    .parse(octets.readAllBytes())
                                    .constantPool()
                                    .spliterator(),
                            false)
                    .filter(StringEntry.class::isInstance)
                    .map(entry -> ((StringEntry) entry).stringValue())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
