package io.countersign.radius.access;

import io.countersign.policy.ReasonCode;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.packet.Attribute;
import java.util.List;

/**
 * A verdict with its reason.
 *
 * @param proof what the first factor let the server know, for what the method's answer proves in turn
 * @param detail for the audit; no secret
 */
record Ruling(Verdict verdict, FirstFactor.Proof proof, ReasonCode reason, String detail) {
    Ruling(Verdict verdict, ReasonCode reason, String detail) {
        this(verdict, new FirstFactor.Proof.None(), reason, detail);
    }

    static Ruling accept(List<Attribute> attributes, FirstFactor.Proof proof, String detail) {
        return new Ruling(new Verdict.Accept(attributes), proof, ReasonCode.SUCCESS, detail);
    }

    static Ruling reject(ReasonCode reason, String detail) {
        return new Ruling(new Verdict.Reject(List.of()), reason, detail);
    }

    static Ruling challenge(List<Attribute> attributes, String detail) {
        return new Ruling(new Verdict.Challenge(attributes), ReasonCode.SUCCESS, detail);
    }

    static Ruling silence(Verdict.SilenceReason why, ReasonCode reason, String detail) {
        return new Ruling(new Verdict.Silence(why), reason, detail);
    }

    /** The same reason for another verdict: dressed, or what really went out. */
    Ruling with(Verdict sent) {
        return new Ruling(sent, proof, reason, detail);
    }

    /** What goes out if it is an Access-Accept; nothing if it is not. */
    List<Attribute> accepted() {
        return verdict instanceof Verdict.Accept(var attributes) ? attributes : List.of();
    }

    /** The same with other words for the audit. */
    Ruling detailed(String words) {
        return new Ruling(verdict, proof, reason, words);
    }

    /** Why a verdict went out that this ruling is not. */
    Ruling tooLong() {
        return new Ruling(
                verdict,
                ReasonCode.INTERNAL_ERROR,
                "the reply would be longer than 4096 octets; shorten the policy's reply: or the client's Proxy-State ("
                        + detail + ")");
    }
}
