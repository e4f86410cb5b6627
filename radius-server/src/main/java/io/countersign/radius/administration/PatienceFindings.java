package io.countersign.radius.administration;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.PatienceAdvice;
import io.countersign.radius.exchange.RadiusClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a running server has seen of how long its clients wait, beside what their {@code timeout} says. */
final class PatienceFindings {
    private PatienceFindings() {}

    /** One for each client that has shown something. */
    static List<MfaFinding> of(List<RadiusClient> clients, ServerStatus status) {
        return clients.stream().flatMap(client -> of(client, status.traffic())).toList();
    }

    private static Stream<MfaFinding> of(RadiusClient client, Map<String, ClientTraffic.Seen> traffic) {
        return Optional.ofNullable(traffic.get(client.name())).map(seen -> finding(client, seen)).stream();
    }

    /** A client's last request may come a little before its end; what it is answered in time is 5 s less than its time-out. */
    private static MfaFinding finding(RadiusClient client, ClientTraffic.Seen seen) {
        String what = "client " + client.name();
        String shown = Stream.of(
                        seen.repeatsAfter().map(gap -> "repeats a request after " + PatienceAdvice.text(gap)),
                        seen.givesUpAfter().map(end -> "gives up after about " + PatienceAdvice.text(end)))
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + " and " + other)
                .orElse("shows nothing");
        return seen.givesUpAfter()
                .filter(end -> end.compareTo(client.answerWithin()) < 0)
                .map(end ->
                        new MfaFinding(Level.WARNING, what, shown + "; " + PatienceAdvice.of(client.definition(), end)))
                .orElseGet(() -> new MfaFinding(
                        Level.GOOD,
                        what,
                        shown + ", with a timeout: of "
                                + PatienceAdvice.text(client.definition().timeout())));
    }
}
