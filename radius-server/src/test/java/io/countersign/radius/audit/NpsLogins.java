package io.countersign.radius.audit;

import io.countersign.policy.ReasonCode;
import io.countersign.policy.Trace;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.LoginPackets;
import io.countersign.radius.packet.Attribute;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logins for tests of NPS's formats: through a switch at 198.51.100.7, to this server's address 192.0.2.10. */
final class NpsLogins {
    static final Instant AT = Instant.parse("2026-11-03T08:14:05.090Z");
    private static final Dictionary DICTIONARY = Dictionary.standard();

    private String userName = "alice";
    private String client = "Test switch - A";
    private String vendor = "standard";
    private String peer = "198.51.100.7";
    private String method = "pap";
    private Optional<String> account = Optional.empty();
    private Optional<String> policy = Optional.empty();
    private Optional<String> forwardedTo = Optional.empty();
    private AuthEvent.Answer answer = AuthEvent.Answer.ACCEPT;
    private ReasonCode reason = ReasonCode.SUCCESS;
    private final List<Attribute> request = new ArrayList<>();
    private final List<Attribute> reply = new ArrayList<>();

    static NpsLogins login(String userName) {
        var login = new NpsLogins();
        login.userName = userName;
        return login;
    }

    NpsLogins through(String name, String ofVendor, String address) {
        client = name;
        vendor = ofVendor;
        peer = address;
        return this;
    }

    NpsLogins by(String authenticationMethod) {
        method = authenticationMethod;
        return this;
    }

    NpsLogins known(String name) {
        account = Optional.of(name);
        return this;
    }

    NpsLogins policy(String name) {
        policy = Optional.of(name);
        return this;
    }

    NpsLogins forwardedTo(String group) {
        forwardedTo = Optional.of(group);
        return this;
    }

    NpsLogins asks(String name, String value) {
        request.addAll(DICTIONARY.encodeAll(name, value));
        return this;
    }

    NpsLogins asks(Attribute attribute) {
        request.add(attribute);
        return this;
    }

    NpsLogins gets(String name, String value) {
        reply.addAll(DICTIONARY.encodeAll(name, value));
        return this;
    }

    LoginPackets accepted() {
        return packets();
    }

    LoginPackets challenged() {
        answer = AuthEvent.Answer.CHALLENGE;
        return packets();
    }

    LoginPackets rejected(ReasonCode why) {
        answer = AuthEvent.Answer.REJECT;
        reason = why;
        return packets();
    }

    LoginPackets unanswered(ReasonCode why) {
        answer = AuthEvent.Answer.SILENCE;
        reason = why;
        return packets();
    }

    private LoginPackets packets() {
        var event = new AuthEvent(
                AT,
                "7F3K2A1B",
                client,
                new InetSocketAddress(InetAddress.ofLiteral(peer), 1645),
                userName,
                Optional.empty(),
                method,
                Optional.of("All users"),
                policy,
                3,
                Optional.empty(),
                Optional.empty(),
                answer,
                reason,
                "",
                Optional.empty(),
                Optional.empty(),
                Duration.ofMillis(1_090),
                Trace.NONE);
        return new LoginPackets(
                event, InetAddress.ofLiteral("192.0.2.10"), vendor, account, forwardedTo, request, reply);
    }
}
