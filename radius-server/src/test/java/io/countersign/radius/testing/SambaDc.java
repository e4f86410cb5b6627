package io.countersign.radius.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real domain controller of the domain {@code corp.example}, Samba's from Debian, on an address of loopback of its own. Its users and groups stand
 * in {@code corp.example.ldif}; all have the password {@link #PASSWORD}. The domain is made once and kept below {@code target}; each test has
 * a copy that it may change.
 */
public final class SambaDc implements AutoCloseable {
    /** Of every account of the domain. */
    public static final String PASSWORD = "Passw0rd!1";

    private static final String ADMINISTRATORS_PASSWORD = "Adm1n!Passw0rd";

    private static final Path PROGRAM = Path.of("/usr/sbin/samba");
    private static final Path SNAPSHOTS = Path.of("target", "samba").toAbsolutePath();
    private static final String LDIF = "corp.example.ldif";
    private static final String FIRST_ADDRESS = "127.0.0.10";
    private static final String RELAX = "local_oid:1.3.6.1.4.1.7165.4.3.20:0";

    private final Path folder;
    private final String address;
    private @Nullable Process process;

    private SambaDc(Path folder, String address) {
        this.folder = folder;
        this.address = address;
    }

    /** Missing, it fails where CI=true, else the tests are skipped; also without root, as its ports cannot be chosen. */
    public static void require() throws IOException {
        Peer.require(PROGRAM, "samba-ad-dc");
        Peer.require(Path.of("/usr/share/samba/setup/provision.ldif"), "samba-ad-provision");
        Peer.require(Path.of("/usr/bin/ldbmodify"), "ldb-tools");
        Peer.require(Path.of("/usr/bin/openssl"), "openssl");
        Peer.requireRoot("a domain controller");
    }

    /**
     * Starts one, with the ports of LDAP, Kerberos and RPC; returns when it answers.
     *
     * @param folder for its files; made
     */
    public static SambaDc start(Path folder) throws Exception {
        return start(folder, freeAddress());
    }

    /** The same on an address of 127.0.0.0/8 that is known to be free. */
    public static SambaDc start(Path folder, String address) throws Exception {
        require();
        var snapshot = snapshot();
        Files.createDirectories(folder);
        run(folder, "tar", "--xattrs", "--xattrs-include=*", "-xf", snapshot.toString(), "-C", folder.toString());
        var controller = new SambaDc(folder, address);
        controller.moveTo(SNAPSHOTS.resolve("making"), FIRST_ADDRESS);
        controller.makeCertificate("DNS:dc1.corp.example,DNS:corp.example,IP:" + address);
        controller.restart();
        return controller;
    }

    /** Where it listens. */
    public String address() {
        return address;
    }

    /** The certificate of who has signed its own, as a PEM file. */
    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /** Gives it another certificate, of these names ({@code DNS:…,IP:…}), from its next start on. */
    public void makeCertificate(String names) throws Exception {
        var tls = Files.createDirectories(folder.resolve("private").resolve("tls"));
        if (!Files.exists(authority())) {
            openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3 -subj /CN=Tests"
                    + " -addext basicConstraints=critical,CA:TRUE -keyout ca.key -out ca.pem");
        }
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=dc1.corp.example"
                + " -keyout private/tls/key.pem -out request.pem");
        Files.writeString(folder.resolve("extensions"), "subjectAltName=" + names + "\nextendedKeyUsage=serverAuth\n");
        openssl("x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 3"
                + " -extfile extensions -out private/tls/cert.pem");
        Files.copy(authority(), tls.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
        run(folder, "chmod", "600", tls.resolve("key.pem").toString());
    }

    private void openssl(String arguments) throws Exception {
        var command = new ArrayList<>(List.of("/usr/bin/openssl"));
        command.addAll(List.of(arguments.split(" ")));
        run(folder, command.toArray(String[]::new));
    }

    /** Stops it if it runs, and starts it. */
    public void restart() throws Exception {
        stop();
        var log = folder.resolve("samba.out");
        process = new ProcessBuilder(
                        "/usr/bin/setsid",
                        "--wait",
                        PROGRAM.toString(),
                        "-F",
                        "--no-process-group",
                        "-M",
                        "single",
                        "-s",
                        folder.resolve("etc/smb.conf").toString(),
                        "--debug-stdout",
                        "-d1",
                        "--option=server services=ldap, cldap, rpc, kdc")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            Awaited.until(() -> {
                assertThat(running().isAlive())
                        .as(() -> "Samba runs: " + text(log))
                        .isTrue();
                return answers(636) && answers(135);
            });
        } catch (AssertionError silent) {
            stop();
            throw silent;
        }
    }

    private boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Stops it as its administrator would. */
    public void stop() {
        if (process != null) {
            var all = processes();
            all.forEach(ProcessHandle::destroy);
            all.forEach(each ->
                    each.onExit().completeOnTimeout(each, 5, TimeUnit.SECONDS).join());
            all.forEach(ProcessHandle::destroyForcibly);
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
            process = null;
        }
    }

    /** Stops it where it stands, so that it takes connections and answers nothing. */
    public void hold() throws Exception {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void goOn() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        for (var each : processes()) {
            run(folder, "kill", signal, Long.toString(each.pid()));
        }
    }

    private List<ProcessHandle> processes() {
        var running = running();
        var all = new ArrayList<>(running.descendants().toList());
        all.add(running.toHandle());
        return all;
    }

    private Process running() {
        return Objects.requireNonNull(process, "it was stopped");
    }

    /** Changes the domain of a running controller as an administrator would, by LDIF with {@code changetype} lines. */
    public void modify(String ldif) throws Exception {
        ldbmodify(folder, ldif);
    }

    private static void ldbmodify(Path folder, String ldif, String... options) throws Exception {
        var file = Files.writeString(Files.createTempFile(folder, "changes", ".ldif"), ldif);
        var command = new ArrayList<>(List.of(
                "/usr/bin/ldbmodify", "-H", folder.resolve("private/sam.ldb").toString()));
        command.addAll(List.of(options));
        command.add(file.toString());
        run(folder, command.toArray(String[]::new));
    }

    @Override
    public void close() {
        stop();
    }

    /** The stopped domain as a file, made where there is none yet; of several processes only one makes it. */
    private static Path snapshot() throws Exception {
        Files.createDirectories(SNAPSHOTS);
        var file = SNAPSHOTS.resolve(fingerprint() + ".tar");
        try (FileChannel lock = FileChannel.open(
                        SNAPSHOTS.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock.lock()) {
            if (!Files.exists(file)) {
                make(SNAPSHOTS.resolve("making"), file);
            }
        }
        return file;
    }

    private static String fingerprint() throws Exception {
        var version = run(SNAPSHOTS, PROGRAM.toString(), "--version");
        var digest = MessageDigest.getInstance("SHA-256").digest((version + ldif()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    private static void make(Path folder, Path snapshot) throws Exception {
        run(SNAPSHOTS, "rm", "-rf", folder.toString());
        for (var part : List.of("etc", "run", "log", "ncalrpc")) {
            Files.createDirectories(folder.resolve(part));
        }
        var empty = Files.createFile(folder.resolve("etc/empty.conf"));
        run(
                folder,
                "/usr/bin/samba-tool",
                "domain",
                "provision",
                "-s",
                empty.toString(),
                "--targetdir=" + folder,
                "--realm=CORP.EXAMPLE",
                "--domain=CORP",
                "--host-name=dc1",
                "--host-ip=" + FIRST_ADDRESS,
                "--server-role=dc",
                "--dns-backend=SAMBA_INTERNAL",
                "--adminpass=" + ADMINISTRATORS_PASSWORD,
                "--option=ldb:nosync=true",
                "--option=tdb:nosync=true",
                "--option=interfaces=" + FIRST_ADDRESS + "/8",
                "--option=bind interfaces only=yes",
                "--option=pid directory=" + folder.resolve("run"),
                "--option=ncalrpc dir=" + folder.resolve("ncalrpc"),
                "--option=winbindd socket directory=" + folder.resolve("winbindd"),
                "--option=ntp signd socket directory=" + folder.resolve("ntp"),
                "--option=log file=" + folder.resolve("log/log.%m"),
                "--option=usershare path=",
                "--option=load printers=no",
                "--option=disable spoolss=yes");
        var settings = folder.resolve("etc/smb.conf");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replaceFirst("(?m)^\\s*dns forwarder.*\\n", "")
                        .replace("[global]", "[global]\n\tntlm auth = mschapv2-and-ntlmv2-only"));
        run(
                folder,
                "/usr/bin/samba-tool",
                "domain",
                "passwordsettings",
                "set",
                "-s",
                settings.toString(),
                "-H",
                folder.resolve("private/sam.ldb").toString(),
                "--account-lockout-threshold=5",
                "--min-pwd-age=0",
                "--max-pwd-age=998");
        ldbmodify(folder, ldif());
        ldbmodify(folder, """
                dn: CN=Old Password,OU=Staff,DC=corp,DC=example
                changetype: modify
                replace: pwdLastSet
                pwdLastSet: 130000000000000000
                """, "--controls=" + RELAX);
        run(folder, "tar", "--xattrs", "--xattrs-include=*", "-cf", snapshot + ".new", ".");
        Files.move(Path.of(snapshot + ".new"), snapshot);
        run(SNAPSHOTS, "rm", "-rf", folder.toString());
    }

    private static String ldif() throws IOException {
        try (InputStream in = Objects.requireNonNull(SambaDc.class.getResourceAsStream(LDIF))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void moveTo(Path from, String oldAddress) throws IOException {
        var settings = folder.resolve("etc/smb.conf");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace(from.toString(), folder.toString())
                        .replace(oldAddress + "/8", address + "/8"));
    }

    /** Several runs of tests may be at work. */
    private static String freeAddress() throws IOException {
        for (int last = 10; last < 90; last++) {
            var address = String.format(Locale.ROOT, "127.0.0.%d", last);
            if (isFree(address, 636) && isFree(address, 135) && isFree(address, 88)) {
                return address;
            }
        }
        throw new IOException("no address of 127.0.0.10 to 127.0.0.89 is free for a domain controller");
    }

    private static boolean isFree(String address, int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static String run(Path folder, String... command) throws Exception {
        var output = PeerProgram.run(folder, Map.of("LC_ALL", "C.UTF-8"), "", command);
        assertThat(output.exitCode()).as(output.text()).isZero();
        return output.text();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
