package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A RADIUS library of a scripting language, with a script that sends one request. */
enum ClientLibrary {
    PYRAD("/usr/bin/python3", "/usr/lib/python3/dist-packages/pyrad", "python3-pyrad", "ask_with_pyrad.py"),
    AUTHEN_RADIUS(
            "/usr/bin/perl", "/usr/share/perl5/Authen/Radius.pm", "libauthen-radius-perl", "ask-with-authen-radius.pl");

    private final String interpreter;
    private final String library;
    private final String debianPackage;
    private final String script;

    ClientLibrary(String interpreter, String library, String debianPackage, String script) {
        this.interpreter = interpreter;
        this.library = library;
        this.debianPackage = debianPackage;
        this.script = script;
    }

    void require() {
        Peer.require(Path.of(library), debianPackage);
    }

    Reply password(ClientSite site, String user, String password) throws Exception {
        return ask(site, user, password, Optional.empty());
    }

    /** The answer to a challenge. */
    Reply answer(ClientSite site, String user, Reply challenge, String answer) throws Exception {
        return ask(site, user, answer, Optional.of(challenge.the("state")));
    }

    private Reply ask(ClientSite site, String user, String password, Optional<String> state) throws Exception {
        var folder = site.site().folder();
        var file = Files.writeString(folder.resolve(script), Site.resource("libraries/" + script));
        var arguments =
                List.of(interpreter, file.toString(), Integer.toString(site.port()), Site.VPN_SECRET, user, password);
        var output = PeerProgram.run(
                folder,
                Map.of(),
                "",
                Stream.concat(arguments.stream(), state.stream()).toArray(String[]::new));
        assertThat(output.exitCode()).as(output.text()).isZero();
        return new Reply(output.text().lines().toList());
    }

    /** What the script has printed: lines of a word and its value. */
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
