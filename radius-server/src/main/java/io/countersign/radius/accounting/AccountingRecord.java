package io.countersign.radius.accounting;

import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One Accounting-Request, as it is kept. Carries no secret.
 *
 * @param eventAt when it happened: when it was received, less its Acct-Delay-Time
 * @param session empty if the request names none
 * @param address the user's, IPv4 or IPv6
 * @param attributes all attributes as people read them, one a line; secrets are hidden
 */
public record AccountingRecord(
        Instant receivedAt,
        Instant eventAt,
        String client,
        String nas,
        String session,
        AccountingStatus status,
        Optional<String> userName,
        Optional<String> callingStation,
        Optional<String> address,
        Usage usage,
        Optional<String> terminateCause,
        String attributes) {
    /** A client that says it has waited longer than this is not believed. */
    private static final long LONGEST_DELAY = Duration.ofDays(7).toSeconds();

    private static final List<Integer> ONLY_THE_WAY = List.of(StandardAttributes.PROXY_STATE, 80);

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
        long delay = Math.min(number(packet, dictionary, "Acct-Delay-Time"), LONGEST_DELAY);
        return new AccountingRecord(
                request.receivedAt(),
                request.receivedAt().minusSeconds(delay),
                request.client().name(),
                first(packet, dictionary, "NAS-Identifier", "NAS-IP-Address", "NAS-IPv6-Address")
                        .orElseGet(() -> request.peer().getAddress().getHostAddress()),
                first(packet, dictionary, "Acct-Session-Id").orElse(""),
                AccountingStatus.of(number(packet, dictionary, "Acct-Status-Type")),
                first(packet, dictionary, "User-Name"),
                first(packet, dictionary, "Calling-Station-Id"),
                first(packet, dictionary, "Framed-IP-Address", "Framed-IPv6-Address", "Framed-IPv6-Prefix"),
                new Usage(
                        Duration.ofSeconds(number(packet, dictionary, "Acct-Session-Time")),
                        octets(packet, dictionary, "Input"),
                        octets(packet, dictionary, "Output")),
                dictionary.texts(packet, "Acct-Terminate-Cause").reversed().stream()
                        .findFirst(),
                packet.attributes().stream()
                        .filter(attribute -> !ONLY_THE_WAY.contains(attribute.type()))
                        .flatMap((Attribute attribute) -> dictionary.describe(attribute).stream())
                        .collect(Collectors.joining("\n")));
    }

    /** Two numbers of 32 bits, the second for what does not fit into the first (RFC 2869 §5.1). */
    private static long octets(Packet packet, Dictionary dictionary, String direction) {
        long high = number(packet, dictionary, "Acct-" + direction + "-Gigawords") & Integer.MAX_VALUE;
        return high << 32 | number(packet, dictionary, "Acct-" + direction + "-Octets");
    }

    /** 0 if it is not there, or of another size than a number has (RFC 6929 §2.8). */
    private static long number(Packet packet, Dictionary dictionary, String name) {
        return dictionary.texts(packet, name).stream()
                .findFirst()
                .map(Long::parseLong)
                .orElse(0L);
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
