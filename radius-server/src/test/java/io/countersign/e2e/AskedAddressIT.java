package io.countersign.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Debian's radclient, which takes replies only from where it has asked, and a server that listens on all addresses. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "all of 127.0.0.0/8 is loopback there")
@Timeout(120)
final class AskedAddressIT {
    @TempDir
    Path folder;

    private Site site;

    @BeforeAll
    static void needsRadclient() {
        Radclient.require();
    }

    @AfterEach
    void end() {
        site.close();
    }

    @Test
    void answersFromAnyAddressOfAnIpv4Wildcard() throws Exception {
        listeningOn("0.0.0.0").serve();

        answersAt("127.0.0.5", "127.0.0.1");
        answersAt("127.0.0.1", "127.0.0.1");
    }

    @Test
    void answersFromAnyAddressOfAnIpv6Wildcard() throws Exception {
        listeningOn("[::]").serve();

        answersAt("::1", "::1");
        answersAt("127.0.0.5", "127.0.0.1");
    }

    @Test
    void answersWithASocketForEachAddressToo() throws Exception {
        listeningOn("[::]").serveWith("-Dcountersign.sockets=portable");

        answersAt("::1", "::1");
        answersAt("127.0.0.1", "127.0.0.1");
    }

    private Site listeningOn(String wildcard) throws IOException {
        site = Site.make(
                folder,
                Site.resource("countersign.yaml").replace("[127.0.0.1:0]", "['" + wildcard + ":0']"),
                Site.resource("policies.yaml").replace("clients:\n", """
                        clients:
                          - name: vpn-06
                            address: ::1
                            secret: ${file:vpn-01.secret}
                            challenge: true
                        """));
        return site;
    }

    /** Both services, and the question to each whether it is there. */
    private void answersAt(String asked, String from) throws Exception {
        var client =
                new Radclient(folder, from, Site.VPN_SECRET, at(asked, site.address()), at(asked, site.accounting()));
        client.signed(5, "User-Name = \"nobody\"", "User-Password = \"nothing\"")
                .isA("Access-Reject");
        client.status(5).isA("Access-Accept");
        client.accounting(5, "Acct-Status-Type = Start", "Acct-Session-Id = \"" + asked + "\"")
                .isA("Accounting-Response");
        client.accountingStatus(5).isA("Accounting-Response");
    }

    private static InetSocketAddress at(String asked, InetSocketAddress server) {
        return new InetSocketAddress(InetAddress.ofLiteral(asked), server.getPort());
    }
}
