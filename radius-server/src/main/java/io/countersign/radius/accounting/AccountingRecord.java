package io.countersign.radius.accounting;

import io.countersign.policy.AddressText;
import io.countersign.radius.crypto.Fingerprint;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.Encryption;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One Accounting-Request, as it is kept. Carries no secret.
 *
 * @param eventAt when it happened: its Event-Timestamp (RFC 2869 §5.3) if that may be believed, else when it was received, less its
 *     Acct-Delay-Time
 * @param session empty if the request names none
 * @param port NAS-Port, else NAS-Port-Id
 * @param began when its session began: that of a Start, and with an Acct-Session-Time of any other
 * @param address the user's, IPv4 or IPv6
 * @param attributes all attributes as people read them, one a line; secrets are hidden
 * @param fingerprint 32 octets that a record has in common with its repetitions, and with none that says something else
 */
public record AccountingRecord(
        Instant receivedAt,
        Instant eventAt,
        String client,
        String nas,
        String session,
        AccountingStatus status,
        Optional<String> userName,
        Optional<String> port,
        Optional<String> callingStation,
        Optional<String> address,
        Usage usage,
        Optional<Instant> began,
        Optional<String> terminateCause,
        String attributes,
        Octets fingerprint) {
    /** A client that says it has waited longer than this is not believed: its clock was never set. */
    private static final long LONGEST_DELAY = Duration.ofDays(7).toSeconds();

    private static final Set<Integer> ONLY_THE_WAY = Set.of(StandardAttributes.PROXY_STATE, MessageAuthenticator.TYPE);

    private static final int ACCT_DELAY_TIME = 41; // RFC 2866 §5.2
    private static final int EVENT_TIMESTAMP = 55; // RFC 2869 §5.3

    /** What clients and proxies write anew when they send a record again, and a hash that tells of a password. */
    private static final Set<Integer> NOT_THE_EVENT =
            Set.of(ACCT_DELAY_TIME, EVENT_TIMESTAMP, StandardAttributes.CHAP_PASSWORD);

    /**
     * What a session has used so far.
     *
     * @param octetsIn from the user; at most 2^63-1
     * @param octetsOut to the user
     */
    public record Usage(Duration sessionTime, long octetsIn, long octetsOut) {
        /** None. */
        public static final Usage NONE = new Usage(Duration.ZERO, 0, 0);
    }

    static AccountingRecord of(Authentic request, Dictionary dictionary) {
        Packet packet = request.packet();
        Instant eventAt = eventAt(request, dictionary);
        AccountingStatus status = AccountingStatus.of(number(packet, dictionary, "Acct-Status-Type"));
        Optional<Duration> sessionTime =
                stated(packet, dictionary, "Acct-Session-Time").map(Duration::ofSeconds);
        return new AccountingRecord(
                request.receivedAt(),
                eventAt,
                request.client().name(),
                first(packet, dictionary, "NAS-Identifier", "NAS-IP-Address", "NAS-IPv6-Address")
                        .orElseGet(() -> AddressText.of(request.origin().peer().getAddress())),
                first(packet, dictionary, "Acct-Session-Id").orElse(""),
                status,
                first(packet, dictionary, "User-Name"),
                first(packet, dictionary, "NAS-Port", "NAS-Port-Id"),
                first(packet, dictionary, "Calling-Station-Id"),
                first(packet, dictionary, "Framed-IP-Address", "Framed-IPv6-Address", "Framed-IPv6-Prefix"),
                new Usage(
                        sessionTime.orElse(Duration.ZERO),
                        octets(packet, dictionary, "Input"),
                        octets(packet, dictionary, "Output")),
                sessionTime
                        .or(() -> status == AccountingStatus.START ? Optional.of(Duration.ZERO) : Optional.empty())
                        .map(eventAt::minus),
                dictionary.texts(packet, "Acct-Terminate-Cause").reversed().stream()
                        .findFirst(),
                dictionary
                        .describe(packet.attributes().stream()
                                .filter(attribute -> !ONLY_THE_WAY.contains(attribute.type()))
                                .toList())
                        .stream()
                        .map(Dictionary.Line::text)
                        .collect(Collectors.joining("\n")),
                fingerprint(packet, dictionary));
    }

    /** A NAS whose clock is not set says a time long ago or to come; the time of arrival is nearer then. */
    private static Instant eventAt(Authentic request, Dictionary dictionary) {
        Instant receivedAt = request.receivedAt();
        long delay = Math.min(number(request.packet(), dictionary, "Acct-Delay-Time"), LONGEST_DELAY);
        return eventTimestamp(request.packet())
                .filter(told -> !told.isAfter(receivedAt) && !told.isBefore(receivedAt.minusSeconds(LONGEST_DELAY)))
                .orElse(receivedAt.minusSeconds(delay));
    }

    /** Seconds since 1970 in 32 bits, without a sign. */
    private static Optional<Instant> eventTimestamp(Packet packet) {
        return packet.first(EVENT_TIMESTAMP)
                .map(Attribute::value)
                .filter(value -> value.length() == Integer.BYTES)
                .map(value -> Instant.ofEpochSecond(Long.parseLong(value.hex(), 16)));
    }

    /**
     * Of everything that tells of the event. Proxies may change the order of attributes of different types, but of no others (RFC 2865
     * §5). Attributes that are hidden are so with the Request Authenticator, and hence look different each time.
     */
    private static Octets fingerprint(Packet packet, Dictionary dictionary) {
        List<Attribute> telling = packet.attributes().stream()
                .filter(attribute -> !ONLY_THE_WAY.contains(attribute.type())
                        && !NOT_THE_EVENT.contains(attribute.type())
                        && dictionary.encryption(0, attribute.type()) == Encryption.NONE)
                .sorted(Comparator.comparingInt(Attribute::type))
                .toList();
        return Fingerprint.of(packet.code(), telling);
    }

    /** The same at another time. */
    public AccountingRecord happenedAt(Instant time) {
        return new AccountingRecord(
                receivedAt,
                time,
                client,
                nas,
                session,
                status,
                userName,
                port,
                callingStation,
                address,
                usage,
                began.map(earlier -> earlier.plus(Duration.between(eventAt, time))),
                terminateCause,
                attributes,
                fingerprint);
    }

    /** Two numbers of 32 bits, the second for what does not fit into the first (RFC 2869 §5.1). */
    private static long octets(Packet packet, Dictionary dictionary, String direction) {
        long high = number(packet, dictionary, "Acct-" + direction + "-Gigawords") & Integer.MAX_VALUE;
        return high << 32 | number(packet, dictionary, "Acct-" + direction + "-Octets");
    }

    /** 0 if it is not there, or of another size than a number has (RFC 6929 §2.8). */
    private static long number(Packet packet, Dictionary dictionary, String name) {
        return stated(packet, dictionary, name).orElse(0L);
    }

    private static Optional<Long> stated(Packet packet, Dictionary dictionary, String name) {
        return dictionary.texts(packet, name).stream().findFirst().map(Long::parseLong);
    }

    private static Optional<String> first(Packet packet, Dictionary dictionary, String... names) {
        for (String name : names) {
            List<String> texts = dictionary.texts(packet, name);
            if (!texts.isEmpty() && !texts.getFirst().isEmpty()) {
                return Optional.of(texts.getFirst());
            }
        }
        return Optional.empty();
    }
}
