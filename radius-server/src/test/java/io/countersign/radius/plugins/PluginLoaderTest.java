package io.countersign.radius.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaSettings;
import io.countersign.mfa.MfaSettingsException;
import io.countersign.mfa.contract.InMemoryRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {
    @TempDir
    Path temporary;

    private Path folder;
    private final List<String> refused = new ArrayList<>();
    private final Set<String> blocks = new HashSet<>();

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(
                temporary.resolve("plugins"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    @Test
    void loadsWhatIsInTheFolders() throws IOException {
        new PluginJar().factory("Push", "push", "").into(folder.resolve("push"));
        new PluginJar().factory("Call", "call", "").into(folder.resolve("call"));

        try (var plugins = load(folder)) {
            assertThat(plugins.byName()).containsOnlyKeys("push", "call");
            assertThat(plugins.byName().get("push").interactions()).containsExactly(Interaction.OUT_OF_BAND);
        }
    }

    @Test
    void aFolderThatDoesNotExistHasNoPlugins() {
        assertThat(load(folder.resolve("none")).byName()).isEmpty();
    }

    @Test
    void aPluginSeesTheSpiAndTheJdkAndNothingOfTheServer() throws IOException {
        var probe = """
                for (var name : List.of("io.countersign.radius.plugins.Plugins", "io.countersign.policy.PolicyEngine",
                        "com.zaxxer.hikari.HikariDataSource", "org.jdbi.v3.core.Jdbi", "org.junit.jupiter.api.Test")) {
                    try {
                        Class.forName(name);
                        throw new IllegalStateException("sees " + name);
                    } catch (ClassNotFoundException right) {
                    }
                }
                try {
                    Class.forName("org.slf4j.Logger");
                    Class.forName("java.net.http.HttpClient");
                } catch (ClassNotFoundException wrong) {
                    throw new IllegalStateException(wrong);
                }
                """;
        new PluginJar().factory("Curious", "curious", probe).into(folder.resolve("curious"));

        assertThat(load(folder).byName()).containsOnlyKeys("curious");
    }

    @Test
    void twoPluginsMayBringDifferentVersionsOfAClass() throws IOException {
        for (var version : List.of("one", "two")) {
            new PluginJar()
                    .source(
                            "Library",
                            "final class Library { static String version() { return \"" + version + "\"; } }")
                    .factory(
                            "Factory",
                            version,
                            "if (!Library.version().equals(\"" + version + "\")) throw new IllegalStateException();")
                    .into(folder.resolve(version));
        }

        assertThat(load(folder).byName()).containsOnlyKeys("one", "two");
    }

    @Test
    void theLaterFolderReplacesAPluginOfTheSameFolderName() throws IOException {
        var second = Files.createDirectory(temporary.resolve("more"));
        new PluginJar().factory("Old", "old", "").into(folder.resolve("push"));
        new PluginJar().factory("New", "new", "").into(second.resolve("push"));

        assertThat(load(folder, second).byName()).containsOnlyKeys("new");
    }

    @Test
    void closesWhatItLoaded() throws IOException {
        new PluginJar().factory("Closing", "closing", "").into(folder.resolve("closing"));
        load(folder).close();

        assertThat(System.getProperty("closed.closing")).isEqualTo("yes");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPluginThatDoesNotCloseHoldsNobodyUp() throws IOException {
        new PluginJar().factory("Closing", "slow", "").closing("""
                        while (true) {
                            try { Thread.sleep(60_000); } catch (InterruptedException ignored) { }
                        }
                        """).into(folder.resolve("a"));
        new PluginJar().factory("Closing", "quick", "").into(folder.resolve("b"));
        load(folder).close();

        assertThat(System.getProperty("closed.quick")).isEqualTo("yes");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void refusesAPluginThatDoesNotLoadInTimeAndClosesWhatItMakesLater() throws Exception {
        var open = temporary.resolve("open");
        new PluginJar().factory("Good", "good-beside-late", "").into(folder.resolve("a-good"));
        new PluginJar().factoryThatWaitsFor(open, "Late", "late").into(folder.resolve("b-late"));

        assertThatThrownBy(() -> load(Duration.ofMillis(500), folder))
                .isInstanceOf(PluginRefused.class)
                .hasMessageContaining(folder.resolve("b-late") + ": this plugin did not load within");
        assertThat(System.getProperty("closed.good-beside-late")).isEqualTo("yes");

        Files.createFile(open);
        while (System.getProperty("closed.late") == null) {
            TimeUnit.MILLISECONDS.sleep(5); // the time limit of the test ends this
        }
    }

    @Test
    void aPluginIsMadeWithItsOwnClassLoaderAtHand() throws IOException {
        new PluginJar()
                .factory(
                        "Own",
                        "own",
                        "if (Thread.currentThread().getContextClassLoader() != Own.class.getClassLoader())"
                                + " throw new IllegalStateException();")
                .into(folder.resolve("own"));
        var mine = Thread.currentThread().getContextClassLoader();

        assertThat(load(folder).byName()).containsOnlyKeys("own");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(mine);
    }

    @Test
    void aFolderNamedAsAJarIsNone() throws IOException {
        var classes = Files.createDirectories(folder.resolve("push").resolve("classes.jar"));
        new PluginJar().factory("Push", "push", "").unpackedInto(classes);

        assertRefused("has no second-factor plugin");
    }

    @Test
    void refusesTwoProvidersOfOneName() throws IOException {
        new PluginJar().factory("First", "push", "").into(folder.resolve("a"));
        new PluginJar().factory("Second", "push", "").into(folder.resolve("b"));

        assertRefused("no two plugins have the same");
    }

    @Test
    void refusesANameThatPoliciesCouldNotWrite() throws IOException {
        new PluginJar().factory("Odd", "Push It", "").into(folder.resolve("odd"));

        assertRefused("lower-case letters, digits and hyphens");
    }

    @Test
    void refusesAFolderWithoutAPlugin() throws IOException {
        Files.createDirectory(folder.resolve("empty"));

        assertRefused("has no second-factor plugin");
    }

    @Test
    void refusesAPluginThatFails() throws IOException {
        new PluginJar()
                .factory("Failing", "failing", "if (true) throw new NoClassDefFoundError(\"x\");")
                .into(folder.resolve("f"));

        assertRefused("cannot be loaded");
    }

    @Test
    void notesSettingsThatAPluginRefusesAndGoesOn() throws IOException {
        new PluginJar()
                .factory("Picky", "picky", "if (true) throw new MfaSettingsException(\"key\", \"write another\");")
                .into(folder.resolve("a"));
        new PluginJar().factory("Push", "push", "").into(folder.resolve("b"));

        assertThat(load(folder).byName()).containsOnlyKeys("push");
        assertThat(refused).containsExactly("picky: write another");
    }

    @Test
    void leavesOutAPluginThatNeedsSettingsAndHasNone() throws IOException {
        new PluginJar().factory("Needy", "needy", "").needingSettings().into(folder.resolve("needy"));

        var without = load(folder);
        blocks.add("needy");
        var with = load(folder);

        assertThat(without.byName()).isEmpty();
        assertThat(without.withoutSettings()).containsExactly("needy");
        assertThat(with.byName()).containsOnlyKeys("needy");
        assertThat(with.withoutSettings()).isEmpty();
    }

    @Test
    void refusesWhatOthersCanWriteTo() throws IOException {
        var jar = new PluginJar().factory("Push", "push", "").into(folder.resolve("push"));
        for (var path : List.of(jar, folder.resolve("push"), folder)) {
            var right = Files.getPosixFilePermissions(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertRefused("others can write to it");
            Files.setPosixFilePermissions(path, right);
        }
        assertThat(load(folder).byName()).containsOnlyKeys("push");
    }

    @Test
    void refusesALinkThatLeadsOut() throws IOException {
        var elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        new PluginJar().factory("Push", "push", "").into(elsewhere.resolve("push"));
        Files.createSymbolicLink(folder.resolve("push"), elsewhere.resolve("push"));

        assertRefused("leads out of the plugin folder");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> load(folder)).isInstanceOf(PluginRefused.class).hasMessageContaining(why);
    }

    private Plugins load(Path... folders) {
        return load(Duration.ofMinutes(1), folders);
    }

    private Plugins load(Duration limit, Path... folders) {
        var settings = new ProviderSettings() {
            @Override
            public boolean has(String provider) {
                return blocks.contains(provider);
            }

            @Override
            public MfaSettings of(String provider) {
                return new NoSettings();
            }

            @Override
            public void refused(String provider, MfaSettingsException why) {
                refused.add(provider + ": " + why.getMessage());
            }
        };
        var clock = InstantSource.system();
        return PluginLoader.load(List.of(folders), settings, clock, _ -> new InMemoryRecords(clock), limit);
    }

    private static final class NoSettings implements MfaSettings {
        @Override
        public Optional<String> text(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> number(String key, int least, int most) {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> flag(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> duration(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> file(String key) {
            return Optional.empty();
        }

        @Override
        public List<String> texts(String key) {
            return List.of();
        }

        @Override
        public MfaSettings section(String key) {
            return this;
        }

        @Override
        public Set<String> keys() {
            return Set.of();
        }
    }
}
