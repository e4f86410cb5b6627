package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.cli.Shell;
import io.countersign.radius.crypto.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A node in a folder of its own: settings, policies, users, and the server process, whose output goes to files there. */
public final class Site implements AutoCloseable {
    /** Why tests with a site do not run on Windows. */
    static final String NEEDS_POSIX = "a site's files have POSIX modes, and its server gets POSIX signals";

    static final String GATEWAY_USERS = "RDG Users";
    static final String VPN_USERS = "VPN Users";
    static final String PASSWORD = "marker-password-arctangent";
    static final String GATEWAY_SECRET = "marker-secret-gateway-7f3a";
    static final String VPN_SECRET = "marker-secret-vpn-5c1d";

    private static final Path HOME = Path.of(System.getProperty("countersign.home", "target/home"));
    private static final Pattern READY = Pattern.compile("Ready on [^ ]+:(\\d+); (?:accounting on [^ ]+:(\\d+); )?.*");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Shell shell;
    private final List<String> phone = new ArrayList<>();
    private Optional<Process> server = Optional.empty();

    private Site(Path folder) {
        this.folder = folder;
        this.shell = new Shell(folder, List.of(HOME.resolve("plugins")), InstantSource.system());
    }

    /** With policies in force and no users yet. */
    static Site make(Path folder) throws IOException {
        return make(folder, resource("countersign.yaml"), resource("policies.yaml"));
    }

    static Site make(Path folder, String settings, String policies) throws IOException {
        var site = bare(folder);
        site.shell.write("countersign.yaml", settings);
        site.shell.write("policies.yaml", policies);
        site.shell.write("rdgw-01.secret", GATEWAY_SECRET);
        site.shell.write("vpn-01.secret", VPN_SECRET);
        site.shell.write("phone.txt", "");
        site.done("init");
        site.done("group", "add", GATEWAY_USERS);
        site.done("group", "add", VPN_USERS);
        site.done("policy", "apply", "-f", "policies.yaml");
        return site;
    }

    /** An empty folder to type commands in. */
    static Site bare(Path folder) {
        assertThat(HOME.resolve("plugins").resolve("demo-phone"))
                .as("the plugins, which the build copies before these tests")
                .isDirectory();
        return new Site(folder);
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Path folder() {
        return folder;
    }

    Path log() {
        return folder.resolve("server.log");
    }

    /** Runs a command that must succeed. */
    String done(String... arguments) {
        var result = shell.run(arguments);
        assertThat(result.exitCode())
                .as("%s: %s%s", String.join(" ", arguments), result.out(), result.err())
                .isZero();
        return result.out();
    }

    Shell.Result run(String... arguments) {
        return shell.run(arguments);
    }

    /** Runs a command on a terminal on which somebody types, unseen. */
    Shell.Result typing(UnaryOperator<String> typist, String... arguments) {
        return new Shell(folder, List.of(HOME.resolve("plugins")), InstantSource.system())
                .terminal(typist)
                .run(arguments);
    }

    void write(String name, String text) {
        shell.write(name, text);
    }

    /** What the next command reads from standard input. */
    void input(String line) {
        shell.input(line + "\n");
    }

    void user(String name, String group) {
        shell.input(PASSWORD + "\n");
        done("user", "add", name, "--group", group);
    }

    /** A user with an authenticator app. */
    AuthenticatorApp userWithApp(String name) {
        user(name, VPN_USERS);
        return AuthenticatorApp.scan(done("mfa", "enroll", name, "--provider", "totp", "--no-qr")
                .lines()
                .findFirst()
                .orElseThrow());
    }

    /** A user whose app has had its seed from elsewhere. */
    void userWithSeed(String name, String seed) {
        user(name, VPN_USERS);
        shell.input(seed + "\n");
        done("mfa", "enroll", name, "--provider", "totp", "--secret-stdin");
    }

    /** Says what the phone of a user does from now on; the others stay as they are. */
    void phone(String user, String action) {
        phone.removeIf(line -> line.startsWith(user + " "));
        phone.add(user + " " + action);
        shell.write("phone.txt", String.join("\n", phone) + "\n");
    }

    /** A user whose phone does something. */
    void userWithPhone(String name, String action) {
        user(name, GATEWAY_USERS);
        phone(name, action);
    }

    Site serve() throws Exception {
        return serve("info");
    }

    Site serve(String logLevel) throws Exception {
        return serve(logLevel, ProcessBuilder.Redirect.appendTo(log().toFile()));
    }

    /** With a system property, such as {@code -Dname=value}. */
    Site serveWith(String property) throws Exception {
        return serve("info", ProcessBuilder.Redirect.appendTo(log().toFile()), property);
    }

    /** With a flight recorder that records these settings, until it stops. */
    Site serveRecorded(Path settings, Path recording) throws Exception {
        return serve(
                "info",
                ProcessBuilder.Redirect.appendTo(log().toFile()),
                "-XX:StartFlightRecording=settings=" + settings + ",filename=" + recording + ",dumponexit=true");
    }

    /** With standard error to somewhere else than {@link #log}. */
    Site serve(String logLevel, ProcessBuilder.Redirect standardError, String... ofJava) throws Exception {
        var out = folder.resolve("server.out");
        Files.writeString(out, "");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(ofJava));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dcountersign.home=" + HOME,
                "-cp",
                System.getProperty("java.class.path"),
                "io.countersign.cli.Main",
                "serve",
                "--config",
                folder.resolve("countersign.yaml").toString(),
                "--log-level",
                logLevel));
        server = Optional.of(new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(standardError)
                .start());
        awaitLine(out, line -> line.startsWith("Ready"));
        return this;
    }

    Process server() {
        return server.orElseThrow();
    }

    InetSocketAddress address() throws IOException {
        return address(1);
    }

    /** Where it listens for accounting; port 0 if it does not. */
    InetSocketAddress accounting() throws IOException {
        return address(2);
    }

    private InetSocketAddress address(int group) throws IOException {
        var port = Files.readAllLines(folder.resolve("server.out")).stream()
                .map(READY::matcher)
                .filter(match -> match.matches())
                .map(match -> match.group(group) == null ? 0 : Integer.parseInt(match.group(group)))
                .findFirst();
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port.orElseThrow());
    }

    UdpClient gateway() throws IOException {
        return client("127.0.0.2", GATEWAY_SECRET);
    }

    UdpClient vpn() throws IOException {
        return client("127.0.0.1", VPN_SECRET);
    }

    /** The VPN, with a socket to the accounting port. */
    UdpClient vpnAccounting() throws IOException {
        return UdpClient.open(InetAddress.ofLiteral("127.0.0.1"), Secret.ofText(VPN_SECRET), accounting());
    }

    UdpClient push() throws IOException {
        return client("127.0.0.3", VPN_SECRET);
    }

    UdpClient client(String from, String secret) throws IOException {
        return UdpClient.open(InetAddress.ofLiteral(from), Secret.ofText(secret), address());
    }

    /** How often a user was prompted. */
    long prompts(String user) throws IOException {
        return Files.readAllLines(log()).stream()
                .filter(line -> line.matches(".*prompt \\d+ for " + Pattern.quote(user) + " from .*"))
                .count();
    }

    void awaitPrompts(String user, long count) throws Exception {
        await(() -> prompts(user) >= count, count + " prompts for " + user);
    }

    void awaitLine(Path file, Predicate<String> wanted) throws Exception {
        await(() -> Files.readAllLines(file).stream().anyMatch(wanted), "a line in " + file.getFileName());
    }

    void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(server().pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    void kill() throws InterruptedException {
        server().destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        server.ifPresent(process -> process.destroyForcibly()
                .onExit()
                .orTimeout(20, TimeUnit.SECONDS)
                .join());
    }

    /** Something that may fail to look. */
    interface Look {
        boolean seen() throws IOException;
    }

    static void await(Look look, String what) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!look.seen()) {
            assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(end);
            Thread.sleep(20);
        }
    }
}
