package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.documents.Page;
import io.countersign.documents.Page.Block;
import io.countersign.radius.testing.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever follows a page types its commands from top to bottom, and each does its work. A block {@code sh} is run as it stands; of a block
 * {@code console}, what stands behind {@code $}, and the lines below it are what it must say (with {@code …} for lines that are left out).
 * Comments before a block, which no reader sees, tell more:
 *
 * <ul>
 *   <li>{@code <!-- not run: REASON -->}: it cannot be run here
 *   <li>{@code <!-- file: NAME -->}: it is the content of this file
 *   <li>{@code <!-- before: COMMAND -->}: what the page tells in words, and the reader has done by then
 *   <li>{@code <!-- exit: CODE -->}: its commands end with this exit code
 *   <li>{@code <!-- pasted: TEXT -->}: the reader pastes the line that a command has printed below this text, and which is much like the one here
 * </ul>
 *
 * <p>What a page supposes to be there already is made by a script of {@code documents}. What is different each time, the reader knows: a
 * login's reference, the time of day. {@code -Dpage=vpn} follows one page alone.
 */
class DocumentsIT {
    private static final String PASSWORD = "Korrekt-Pferd-Batterie-7";
    private static final Pattern ENDLESS =
            Pattern.compile("countersign (serve|demo|logins --follow|radius watch)\\b(?!.*--once).*");
    private static final Map<String, String> READY =
            Map.of("serve", "Ready on", "demo", "Ctrl-C ends the demo.", "logins --follow", "", "radius watch", "");
    private static final String SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    private static final String REFERENCE = "SJ3HRZF4";
    private static final String TIME_OF_DAY = "09:12";
    private static final Path EXAMPLES = Page.root().resolve("policies/examples");
    private static final Pattern OTPAUTH = Pattern.compile("otpauth://totp/\\S+");
    private static final Pattern USER = Pattern.compile("(?:enroll|--user) '?(?:CONTOSO\\\\)?(\\w+)");

    /** What the readers of these pages have made already. The others begin in an empty folder. */
    private static final Map<String, String> SUPPOSED = Map.ofEntries(
            Map.entry("getting-started.md", "installed.sh"),
            Map.entry("entra.md", "empty.sh"),
            Map.entry("accounting.md", "node.sh"),
            Map.entry("audit.md", "node.sh"),
            Map.entry("clients.md", "node.sh"),
            Map.entry("migrating-from-nps.md", "nps.sh"),
            Map.entry("policies.md", "node.sh"),
            Map.entry("radius-commands.md", "node.sh"),
            Map.entry("security.md", "node.sh"),
            Map.entry("settings.md", "node.sh"),
            Map.entry("troubleshooting.md", "node.sh"),
            Map.entry("vpn.md", "node.sh"));

    /** Where the node is that pages begin with: made once, it takes a while. */
    @TempDir
    static Path made;

    @TempDir
    Path place;

    private final Map<String, AuthenticatorApp> apps = new HashMap<>();

    static List<Page> pages() throws IOException {
        var names = Pattern.compile(System.getProperty("page", ""));
        return Page.all().stream()
                .filter(page -> names.matcher(page.toString()).find())
                .filter(page -> page.blocks().stream().anyMatch(DocumentsIT::isRun))
                .toList();
    }

    @BeforeAll
    static void machine() throws IOException {
        Peer.requireRoot("a network of its own");
        Peer.requireNetworkAdministration("a network of its own");
        Peer.require(Path.of("/usr/bin/unshare"), "util-linux");
        Peer.require(Path.of("/usr/sbin/ip"), "iproute2");
        Peer.require(Path.of("/usr/bin/radclient"), "freeradius-utils");
        Peer.require(Path.of("/usr/bin/jq"), "jq");
        Peer.require(Path.of("/usr/bin/curl"), "curl");
    }

    @Test
    void mostBlocksAreRun() throws IOException {
        var blocks = Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(DocumentsIT::isShell)
                .toList();
        assertThat(blocks).allSatisfy(block -> assertThat(block.mark("not run")).isNotEqualTo(Optional.of("")));
        assertThat(blocks.stream().filter(DocumentsIT::isRun).count()).isGreaterThan(blocks.size() / 2);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandDoesItsWork(Page page) throws Exception {
        try (var terminal = PageTerminal.open(place, variables())) {
            var supposed =
                    Optional.ofNullable(SUPPOSED.get(page.file().getFileName().toString()));
            if (supposed.isPresent()) {
                hidden(page, Site.resource("documents/" + supposed.get()), terminal);
                apps.put("alice", AuthenticatorApp.scan("otpauth://totp/alice?digits=6&secret=" + SEED));
            }
            for (var block : page.blocks()) {
                follow(page, block, terminal);
            }
        }
    }

    private static Map<String, String> variables() {
        return Map.of("MADE", made.toString(), "SEED", SEED, "EXAMPLES", EXAMPLES.toString());
    }

    private static void hidden(Page page, String commands, PageTerminal terminal) throws Exception {
        var said = terminal.type(commands, "");
        assertThat(said.exitCode())
                .as("what %s supposes: %s", page, said.text())
                .isZero();
    }

    private void follow(Page page, Block block, PageTerminal terminal) throws Exception {
        var before = block.mark("before");
        if (before.isPresent()) {
            hidden(page, before.get(), terminal);
        }
        var file = block.mark("file");
        if (file.isPresent()) {
            Files.writeString(terminal.folder().resolve(file.get()), String.join("\n", block.lines()) + "\n");
        } else if (block.mark("pasted").isPresent()) {
            paste(page, block, terminal.lineBelow(block.mark("pasted").get()), terminal);
        } else if (isRun(block)) {
            for (var command : commands(block)) {
                run(page, block, command, terminal);
            }
        }
    }

    private void run(Page page, Block block, Command command, PageTerminal terminal) throws Exception {
        var endless = ENDLESS.matcher(command.typed().replaceFirst("^(sudo |\\./)", ""));
        if (endless.matches()) {
            terminal.typeInAnother(command.typed(), READY.get(endless.group(1)));
            return;
        }
        var said = terminal.type(asOfNow(command.typed(), terminal), input(command.typed()));
        assertThat(said.exitCode())
                .as("%s, line %d: %s%n%s", page, block.line(), command.typed(), said.text())
                .isIn(exitCodes(block));
        scan(command.typed(), said.text());
        if (!command.shown().isEmpty()) {
            assertThat(said.text().lines().map(String::stripTrailing).toList())
                    .as("%s, line %d: what %s says", page, block.line(), command.typed())
                    .containsSubsequence(command.shown());
        }
    }

    private static String asOfNow(String typed, PageTerminal terminal) throws Exception {
        if (!typed.contains(REFERENCE) && !typed.contains(TIME_OF_DAY)) {
            return typed;
        }
        var last = terminal.type("jq -r 'select(.LoginId) | .LoginId, .LocalTime' data/audit.jsonl | tail -n 2", "")
                .text()
                .lines()
                .toList();
        return typed.replace(REFERENCE, last.getFirst())
                .replace(TIME_OF_DAY, last.getLast().substring(11, 16));
    }

    private void paste(Page page, Block block, String line, PageTerminal terminal) throws Exception {
        assertThat(anonymous(line))
                .as("%s, line %d", page, block.line())
                .isEqualTo(anonymous(block.lines().getFirst()));
        run(page, block, new Command(line, List.of()), terminal);
    }

    /** Without port, secret and folder, which differ each time. */
    private static String anonymous(String line) {
        return line.replaceAll(":[0-9]{4,5} ", ":PORT ")
                .replaceAll("[0-9a-f]{24}", "SECRET")
                .replaceAll("demo-[0-9]+", "demo");
    }

    /** Where what is said is looked at, a no is an answer too. */
    private static List<Integer> exitCodes(Block block) {
        return block.language().equals("console")
                ? List.of(0, 1)
                : List.of(block.mark("exit").map(Integer::valueOf).orElse(0));
    }

    /** The user's telephone looks at what is shown. */
    private void scan(String typed, String said) {
        var uri = OTPAUTH.matcher(said);
        if (typed.contains("mfa enroll") && uri.find()) {
            apps.put(user(typed), AuthenticatorApp.scan(uri.group()));
        }
    }

    /** What a person types when a command asks. */
    private String input(String typed) throws Exception {
        if (typed.contains("--secret-stdin")) {
            return SEED + "\n";
        }
        if (typed.contains("radius send") && !typed.contains("--method none")) {
            var app = Optional.ofNullable(apps.get(user(typed)));
            return PASSWORD + "\n" + (app.isPresent() ? app.get().code() + "\n" : "");
        }
        return typed.contains("user add") || typed.contains("user password") ? PASSWORD + "\n" : "";
    }

    private static String user(String typed) {
        var user = USER.matcher(typed);
        return user.find() ? user.group(1) : "";
    }

    private record Command(String typed, List<String> shown) {}

    private static List<Command> commands(Block block) {
        var commands = new ArrayList<Command>();
        boolean console = block.language().equals("console");
        for (var line : console ? block.lines() : joined(block.lines())) {
            if (!console && !line.isBlank()) {
                commands.add(new Command(line.replaceFirst("\\s+#.*", ""), List.of()));
            } else if (console && line.startsWith("$ ")) {
                commands.add(new Command(line.substring(2), new ArrayList<>()));
            } else if (console && !line.strip().equals("…")) {
                commands.getLast().shown().add(line.stripTrailing());
            }
        }
        return commands;
    }

    /** A command that goes on in the next line is one. */
    private static List<String> joined(List<String> lines) {
        return List.of(
                String.join("\n", lines).replaceAll("(\\||\\\\)\n\\s*", "$1\n ").split("\n(?! )"));
    }

    private static boolean isRun(Block block) {
        return isShell(block)
                && block.mark("not run").isEmpty()
                && block.mark("file").isEmpty();
    }

    private static boolean isShell(Block block) {
        return block.language().equals("sh") || block.language().equals("console");
    }
}
