package io.countersign.bench;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientType;
import io.countersign.policy.DialIn;
import io.countersign.policy.Facts;
import io.countersign.policy.Groups;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.PolicyEngine;
import io.countersign.policy.document.PolicyReader;
import io.countersign.policy.document.PolicyWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What many policies and clients cost, in CPU of the thread: to decide, to tell why, to read and to write. */
final class PolicyScale {
    private static final int ROUNDS = 5;

    private PolicyScale() {}

    public static void main(String[] arguments) {
        for (int policies : List.of(10, 100, 1_000)) {
            decide(policies);
        }
        read("clients", clients(100_000));
        read("policies", policies(20_000));
    }

    private static void decide(int policies) {
        var engine = new PolicyEngine(PolicyReader.read("bench", policies(policies)));
        var last = "nas-" + (policies - 1) + "-";
        var accepted = facts(last, "local\\Staff");
        var refused = facts("nas-none-", "local\\Staff");
        int times = 2_000_000 / policies;
        for (int round = 0; round < ROUNDS; round++) {
            long accept = nanos(times, () -> engine.network(accepted, Set.of()));
            long reject =
                    nanos(times, () -> engine.network(refused, Set.of()).why().trace());
            print(String.format(
                    Locale.ROOT,
                    "%d policies: accept %d ns, reject with its trace %d ns, ratio %.2f",
                    policies,
                    accept,
                    reject,
                    (double) reject / accept));
        }
    }

    private static void read(String what, String text) {
        for (int round = 0; round < ROUNDS; round++) {
            long before = cpu();
            PolicyDocument document = PolicyReader.read("bench", text);
            long read = cpu();
            int written = PolicyWriter.write(document).length();
            print(String.format(
                    Locale.ROOT,
                    "%s: %d characters read in %d ms, %d written in %d ms",
                    what,
                    text.length(),
                    (read - before) / 1_000_000,
                    written,
                    (cpu() - read) / 1_000_000));
        }
    }

    private static long nanos(int times, Runnable run) {
        long before = cpu();
        for (int i = 0; i < times; i++) {
            run.run();
        }
        return (cpu() - before) / times;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Facts facts(String nasIdentifier, String group) {
        return new Facts(
                "vpn-01",
                ClientType.STANDARD,
                InetAddress.getLoopbackAddress(),
                "standard",
                attribute -> attribute.equals("NAS-Identifier")
                        ? Facts.Values.of(List.of(nasIdentifier))
                        : Facts.Values.NONE,
                AuthenticationMethod.PAP,
                ZonedDateTime.of(2026, 3, 2, 10, 0, 0, 0, ZoneOffset.UTC),
                Optional.of(new Facts.Account("alice", Groups.of(Set.of(group)), DialIn.ABSENT)));
    }

    private static String policies(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> String.format(Locale.ROOT, """
                          - name: policy %d
                            when:
                              client-type: standard
                              user-groups: ['local\\Staff']
                              nas-identifier: '^nas-%d-'
                            constraints:
                              authentication-methods: [pap]
                            access: grant
                            mfa: none
                        """, i, i))
                .collect(Collectors.joining("", "connection-request-policies: []\nnetwork-policies:\n", ""));
    }

    private static String clients(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> String.format(Locale.ROOT, """
                          - name: client-%d
                            address: 10.%d.%d.%d
                            secret: ${sealed}
                            type: rd-gateway
                            message-authenticator: require
                        """, i, i >> 16, i >> 8 & 255, i & 255))
                .collect(Collectors.joining(
                        "", "clients:\n", "connection-request-policies: []\nnetwork-policies: []\n"));
    }

    private static void print(String line) {
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(line);
    }
}
