package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.testing.Peer;
import io.countersign.radius.testing.PeerProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A RADIUS library that people write clients with, and a small client written with it, which sends one request. */
enum ClientLibrary {
    PYRAD,
    AUTHEN_RADIUS,
    NPM_RADIUS,
    TINYRADIUS,
    JRADIUS;

    /** Where the library is missing, the test is skipped, or fails where CI=true. */
    Client client(ClientSite site) throws Exception {
        return new Client(site, install(site.site().folder()));
    }

    /** Puts the client into a folder and says how to run it. */
    private List<String> install(Path folder) throws Exception {
        return switch (this) {
            case PYRAD -> {
                Peer.require(Path.of("/usr/lib/python3/dist-packages/pyrad"), "python3-pyrad");
                yield List.of("/usr/bin/python3", source(folder, "ask_with_pyrad.py"));
            }
            case AUTHEN_RADIUS -> {
                Peer.require(Path.of("/usr/share/perl5/Authen/Radius.pm"), "libauthen-radius-perl");
                yield List.of("/usr/bin/perl", source(folder, "ask-with-authen-radius.pl"));
            }
            case NPM_RADIUS -> {
                installFromNpm(folder);
                yield List.of("/usr/bin/node", source(folder, "ask-with-npm-radius.js"));
            }
            case TINYRADIUS -> java(folder, "tinyradius", "AskWithTinyRadius");
            case JRADIUS -> java(folder, "jradius", "AskWithJRadius");
        };
    }

    private static String source(Path folder, String name) throws Exception {
        return Files.writeString(folder.resolve(name), Site.resource("libraries/" + name))
                .toString();
    }

    /** What the lock file names, once a folder. */
    private static void installFromNpm(Path folder) throws Exception {
        Peer.require(Path.of("/usr/bin/node"), "nodejs");
        Peer.require(Path.of("/usr/bin/npm"), "npm");
        if (Files.exists(folder.resolve("node_modules"))) {
            return;
        }
        source(folder, "package.json");
        source(folder, "package-lock.json");
        var npm = PeerProgram.run(
                folder, Map.of(), "", "/usr/bin/npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit");
        Peer.require(npm.exitCode() == 0, "npm does not bring its package radius: " + npm.text());
    }

    /** The build has put the library's jars aside: they are too old to stand on a class path with others. */
    private static List<String> java(Path folder, String library, String client) throws Exception {
        var jars = Path.of(System.getProperty("countersign.client-libraries", "target/client-libraries"))
                .resolve(library);
        assertThat(jars).as("the jars that the build copies before these tests").isDirectory();
        var classPath = jars + "/*:" + folder;
        if (!Files.exists(folder.resolve(client + ".class"))) {
            var compiled = PeerProgram.run(
                    folder, Map.of(), "", jdk("javac"), "-cp", classPath, source(folder, client + ".java"));
            assertThat(compiled.exitCode()).as(compiled.text()).isZero();
        }
        return List.of(jdk("java"), "-XX:TieredStopAtLevel=1", "-cp", classPath, client);
    }

    private static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    record Client(ClientSite site, List<String> command) {
        Reply password(String user, String password) throws Exception {
            return ask(user, password, Optional.empty());
        }

        /** The answer to a challenge. */
        Reply answer(String user, Reply challenge, String answer) throws Exception {
            return ask(user, answer, Optional.of(challenge.the("state")));
        }

        private Reply ask(String user, String password, Optional<String> state) throws Exception {
            var request = Stream.of(Integer.toString(site.port()), Site.VPN_SECRET, user, password);
            var output = PeerProgram.run(
                    site.site().folder(),
                    Map.of(),
                    "",
                    Stream.of(command.stream(), request, state.stream())
                            .flatMap(words -> words)
                            .toArray(String[]::new));
            assertThat(output.exitCode()).as(output.text()).isZero();
            return new Reply(output.text().lines().toList());
        }
    }

    /** What the client has printed: lines of a word and its value. */
    record Reply(List<String> lines) {
        int code() {
            return Integer.parseInt(the("code"));
        }

        String the(String word) {
            return lines.stream()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
