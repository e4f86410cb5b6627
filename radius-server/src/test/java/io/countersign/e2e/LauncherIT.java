package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher as cron, a service manager and {@code env -i} run it: without a locale, or with one that knows ASCII alone. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
@Timeout(120)
final class LauncherIT {
    private static final String POLICIES = """
            clients:
              - {name: Zürich, address: 127.0.0.1, secret: '${file:schlüssel.secret}'}
            connection-request-policies:
              - {name: Alle, when: {day-and-time: 'Sun-Sat 00:00-24:00'}, authentication: here, with: [local]}
            network-policies:
              - name: VPN-Zugang für Mitarbeiter (München)
                when: {client-friendly-name: Köln, user-groups: ['local\\Büro Süd']}
                constraints: {authentication-methods: [pap]}
                access: grant
                mfa: none
            """;

    @TempDir
    Path folder;

    private Path node;

    private record Result(int exitCode, String out, String err) {}

    /** A checkout whose last build is newer than its sources. */
    @BeforeEach
    void install() throws IOException {
        var root = Files.createDirectories(folder.resolve("checkout"));
        var image = Files.createDirectories(root.resolve("packaging/target/countersign"));
        Files.createDirectories(image.resolve("plugins"));
        Files.createDirectories(root.resolve(".mvn"));
        Files.copy(Path.of("../countersign"), root.resolve("countersign"));
        Files.copy(Path.of("../.mvn/find-jdk.sh"), root.resolve(".mvn/find-jdk.sh"));
        Files.copy(Path.of("../packaging/launch.sh"), root.resolve("packaging/launch.sh"));
        jar(Files.createDirectories(image.resolve("lib")).resolve("radius-server-0.jar"));
        Files.createFile(root.resolve("packaging/target/countersign.stamp"));
        node = Files.createDirectories(folder.resolve("node"));
        Files.writeString(node.resolve("countersign.yaml"), "listen:\n  authentication: [127.0.0.1:0]\n");
        Files.writeString(node.resolve("policies.yaml"), POLICIES);
        assertThat(shell("umask 077; printf 'marker-secret-launcher' > 'schlüssel.secret'", Map.of())
                        .exitCode())
                .isZero();
    }

    /** With these tests' class path. */
    private static void jar(Path file) throws IOException {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "io.countersign.cli.Main");
        main.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.finish();
        }
    }

    /** A shell in the node's folder: the test's own JVM may be in any locale, so that the script goes by a file, in UTF-8. */
    private Result shell(String script, Map<String, String> environment) throws IOException {
        var file = Files.writeString(folder.resolve("script.sh"), script);
        var builder = new ProcessBuilder("/bin/sh", file.toString())
                .directory(node.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Result(
                    process.exitValue(),
                    Files.readString(folder.resolve("out"), StandardCharsets.UTF_8),
                    Files.readString(folder.resolve("err"), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String done(String arguments, Map<String, String> locale) throws IOException {
        var environment = new HashMap<>(locale);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("COUNTERSIGN_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        var result = shell("exec ../checkout/countersign " + arguments, environment);
        assertThat(result.exitCode()).as("%s: %s", arguments, result).isZero();
        return result.out();
    }

    private static Map<String, String> locale(String of) {
        return of.isEmpty() ? Map.of() : Map.of("LC_ALL", of);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX", "de_DE.ISO-8859-1"})
    void keepsNamesInEveryLocale(String of) throws IOException {
        done("init", locale(of));
        Files.writeString(node.resolve("password"), "Grüße an alle\n");

        done("user add jürgen -g 'Büro Süd' --password-file password", locale(of));
        done("policy apply -f policies.yaml", locale(of)); // with a secret in a file whose name is not ASCII

        assertThat(done("user list", locale(of))).contains("jürgen", "Büro Süd").doesNotContain("?", "\uFFFD");
        assertThat(done("policy export", locale(of)))
                .contains("VPN-Zugang für Mitarbeiter (München)", "Köln", "Zürich", "Büro Süd")
                .doesNotContain("?", "\uFFFD");
        assertThat(done("policy show 'VPN-Zugang für Mitarbeiter (München)'", locale(of)))
                .contains("Köln");
    }

    @Test
    void refusesAnArgumentAndAPasswordInOtherCharacters() throws IOException {
        done("init", Map.of());
        var java = Map.of("JAVA_HOME", System.getProperty("java.home"));

        var name = shell("exec ../checkout/countersign user remove \"$(printf 'j\\374rgen')\"", java);
        assertThat(name.exitCode()).isEqualTo(2);
        assertThat(name.err()).contains("no UTF-8 text");

        var password = shell("printf 'Gr\\374\\337e an alle\\n' | ../checkout/countersign user add alice", java);
        assertThat(password.exitCode()).isEqualTo(2);
        assertThat(password.err()).contains("standard input is no UTF-8 text");
        assertThat(done("user list", Map.of())).doesNotContain("alice");
    }
}
