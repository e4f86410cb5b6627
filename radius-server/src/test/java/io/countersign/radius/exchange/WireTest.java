package io.countersign.radius.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import io.countersign.radius.packet.Vectors;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WireTest {
    private static final Attribute CLASS = new Attribute(25, Requests.text("vpn"));

    static List<Vectors.Vector> vectors() {
        return Vectors.read("authenticity.txt", 146);
    }

    static List<Verdict> verdicts() {
        return List.of(
                new Verdict.Accept(List.of(CLASS)),
                new Verdict.Reject(List.of(CLASS)),
                new Verdict.Challenge(List.of(CLASS)));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void opensOrDiscards(Vectors.Vector vector) {
        var words = vector.words();
        Octets datagram = Hex.octets(words.getLast());

        Opened opened = Wire.open(datagram, service(words), Requests.ORIGIN, client(words), Requests.NOW);

        assertThat(
                        switch (opened) {
                            case Authentic request -> "OPEN " + request.proof();
                            case Opened.StatusServer _ -> "STATUS";
                            case Opened.Discarded(var reason, var _) -> "ERROR " + reason;
                        })
                .isEqualTo(vector.expected().getFirst());
    }

    private static Service service(List<String> words) {
        return words.contains("accounting") ? Service.ACCOUNTING : Service.AUTHENTICATION;
    }

    private static RadiusClient client(List<String> words) {
        return switch (words.getFirst()) {
            case "require" -> Requests.client(MessageAuthenticatorRule.REQUIRE);
            case "accept" -> Requests.client(MessageAuthenticatorRule.ACCEPT);
            case "accept-proxy-state" -> Requests.withProxyState(Requests.client(MessageAuthenticatorRule.ACCEPT));
            case "learn" -> Requests.client(MessageAuthenticatorRule.LEARN); // of which nothing is known
            case "learning" -> Requests.learning(Optional.empty());
            case "learnt" -> Requests.learning(Optional.of(Requests.NOW));
            default -> throw new IllegalArgumentException(words.getFirst());
        };
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void putsMessageAuthenticatorFirstAndEveryProxyStateInOrder(Verdict verdict) throws GeneralSecurityException {
        Octets datagram = Requests.signed(7, Requests.PROXY_STATE_2, Requests.USER_NAME, Requests.PROXY_STATE);
        Authentic request = Requests.authentic(datagram, MessageAuthenticatorRule.REQUIRE);

        Octets reply = sealed(verdict, request);

        Packet packet = (Packet) PacketDecoder.decode(reply);
        assertThat(packet.identifier()).isEqualTo(7);
        assertThat(packet.attributes().getFirst().type()).isEqualTo(80);
        assertThat(packet.attributes().subList(1, packet.attributes().size()))
                .containsExactly(CLASS, Requests.PROXY_STATE_2, Requests.PROXY_STATE);
        assertThat(packet.attributes().getFirst().value()).isEqualTo(hmacOfReply(reply, request));
        assertThat(Authenticator.answers(reply, request.packet().authenticator(), Requests.SECRET))
                .isTrue();
    }

    /** RFC 3579 §3.2, without the product's own code. */
    private static Octets hmacOfReply(Octets reply, Authentic request) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(Requests.SECRET.reveal(), "HmacMD5"));
        mac.update(reply.slice(0, 4).toArray());
        mac.update(request.packet().authenticator().toArray());
        mac.update(reply.slice(20, 22).toArray());
        mac.update(new byte[16]);
        return Octets.wrap(mac.doFinal(reply.slice(38, reply.length()).toArray()));
    }

    @Test
    void sealsAnUnsignedRequestsReplyWithMessageAuthenticatorToo() {
        Authentic request =
                Requests.authentic(Requests.unsigned(1, Requests.USER_NAME), MessageAuthenticatorRule.ACCEPT);

        Octets reply = sealed(new Verdict.Accept(List.of()), request);

        assertThat(reply.at(20)).isEqualTo(80);
    }

    @Test
    void rejectsRatherThanSendAReplyThatIsTooLong() {
        Authentic request =
                Requests.authentic(Requests.signed(1, Requests.PROXY_STATE), MessageAuthenticatorRule.REQUIRE);
        var large = new Verdict.Accept(Collections.nCopies(17, new Attribute(25, Octets.wrap(new byte[253]))));

        var shortened = (Sealed.Shortened) Wire.seal(large, request);

        assertThat(shortened.instead()).isEqualTo(new Verdict.Reject(List.of()));
        Packet reply = (Packet) PacketDecoder.decode(shortened.octets());
        assertThat(reply.code()).isEqualTo(Code.ACCESS_REJECT);
        assertThat(reply.all(25)).isEmpty();
        assertThat(reply.all(33)).containsExactly(Requests.PROXY_STATE);
    }

    @Test
    void sendsNothingIfProxyStateAloneIsTooLong() {
        Attribute[] states = new Attribute[16];
        Arrays.fill(states, new Attribute(33, Octets.wrap(new byte[252])));
        Authentic request = Requests.unlimited(Requests.unsigned(1, states));

        assertThat(Wire.seal(new Verdict.Accept(List.of()), request)).isEqualTo(new Sealed.TooLong());
    }

    @Test
    void sealsNothingForSilence() {
        Authentic request =
                Requests.authentic(Requests.signed(1, Requests.USER_NAME), MessageAuthenticatorRule.REQUIRE);

        assertThat(Wire.seal(new Verdict.Silence(Verdict.SilenceReason.FAULT), request))
                .isEqualTo(new Sealed.Silence(Verdict.SilenceReason.FAULT));
    }

    private static Octets sealed(Verdict verdict, Authentic request) {
        return ((Sealed.Reply) Wire.seal(verdict, request)).octets();
    }

    @Test
    void spoilsTheForgeryOfAnAccept() {
        // CVE-2024-3596 needs a Reject whose octets after the authenticators are the attacker's Proxy-State; ours begin
        // with a MAC.
        Authentic request = Requests.unlimited(Requests.unsigned(1, Requests.USER_NAME, Requests.PROXY_STATE));

        Octets reply = sealed(new Verdict.Reject(List.of()), request);

        assertThat(reply.slice(20, 22)).isEqualTo(Hex.octets("5012"));
        assertThat(reply.slice(38, reply.length())).isEqualTo(Hex.octets("21076669727374"));
    }
}
