package io.countersign.radius.forwarding;

import io.countersign.radius.exchange.Verdict;

/** What became of a request that was forwarded. */
public sealed interface Forwarded {
    /** A server has answered. */
    record Answered(String server, Verdict verdict) implements Forwarded {}

    /** None has in time. */
    record Unanswered() implements Forwarded {}

    /** It was not sent: it had been here before, or had gone through more proxies than any honest request. */
    record InACircle() implements Forwarded {}

    /** It was not sent: it cannot go on as it must. */
    record Refused(String why) implements Forwarded {}
}
