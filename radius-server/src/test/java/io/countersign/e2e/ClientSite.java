package io.countersign.e2e;

import io.countersign.radius.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A node for the client software of others, which asks it from 127.0.0.1: users for each way in. Accounting listens on the next port,
 * where PAM's module looks for it, and both have four digits, since OpenVPN's plugin cuts off a fifth.
 */
final class ClientSite implements AutoCloseable {
    /** Needs no second factor. */
    static final String NORA = "nora";

    /** Approves on her phone, after two seconds. */
    static final String PIA = "pia";

    /** Denies on his phone. */
    static final String DAN = "dan";

    private final Site site;
    private final int port;

    private ClientSite(Site site, int port) {
        this.site = site;
        this.port = port;
    }

    /** With keys of the client, such as {@code "challenge: true"}. */
    static ClientSite serve(Path folder, String... keys) throws Exception {
        int port = FreePort.udpPairOfFourDigits();
        var settings = Site.resource("countersign.yaml")
                .replace("authentication: [127.0.0.1:0]", "authentication: [127.0.0.1:" + port + "]")
                .replace("accounting: [127.0.0.1:0]", "accounting: [127.0.0.1:" + (port + 1) + "]");
        var policies = Site.resource("client-policies.yaml")
                .replace("    # keys\n", "    " + String.join("\n    ", keys) + "\n");
        Files.createDirectories(folder);
        var site = Site.make(folder, settings, policies);
        site.user(NORA, Site.VPN_USERS);
        site.userWithPhone(PIA, "approve after 2s");
        site.userWithPhone(DAN, "deny after 200ms");
        site.serve();
        return new ClientSite(site, port);
    }

    Site site() {
        return site;
    }

    /** A user who shows codes of an app. Each test has one of its own, since a code counts once. */
    AuthenticatorApp userWithCode(String name) {
        site.user(name, Site.GATEWAY_USERS);
        return AuthenticatorApp.scan(site.done("mfa", "enroll", name, "--provider", "totp", "--no-qr")
                .lines()
                .findFirst()
                .orElseThrow());
    }

    int port() {
        return port;
    }

    int accountingPort() {
        return port + 1;
    }

    /** {@code 127.0.0.1:PORT} */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Waits until accounting has told of a session of this user that is over. */
    void awaitFinishedSession(String user) throws Exception {
        Site.await(
                () -> site.done("sessions", "--all", "--user", user, "--output", "json")
                        .contains("\"cause\""),
                "a session of " + user + " that is over");
    }

    @Override
    public void close() {
        site.close();
    }
}
