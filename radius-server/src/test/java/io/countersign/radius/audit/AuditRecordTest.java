package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.DiscardedLogin;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AuditRecordTest {
    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void usesTheFieldNamesOfNps() {
        var record = json.readTree(AuditRecord.of(Events.of("CONTOSO\\alice")));
        assertThat(record.get("SubjectUserName").asString()).isEqualTo("CONTOSO\\alice");
        assertThat(record.get("EventID").asInt()).isEqualTo(6272);
        assertThat(record.get("ProxyPolicyName").asString()).isEqualTo("RD Gateway");
        assertThat(record.get("NetworkPolicyName").asString()).isEqualTo("RD users");
        assertThat(record.get("ClientIPAddress").asString()).isEqualTo("127.0.0.2");
        assertThat(record.get("CallingStationID").asString()).isEqualTo("WS-17");
        assertThat(record.get("Trace").get(0).get("Rule").asString()).isEqualTo("client-type: rd-gateway");
    }

    @Test
    void tellsTheTimeOfTheServerBesideUtc() {
        var lines = new ByteArrayOutputStream();
        AuditRecord.write(List.of(Events.of("alice")), Instant.EPOCH, 0, ZoneId.of("Europe/Berlin"), lines);

        assertThat(lines.toString(StandardCharsets.US_ASCII))
                .startsWith("{\"Time\":\"2026-11-21T08:00:00Z\",\"LocalTime\":\"2026-11-21T09:00:00.000+01:00\",");
    }

    @Test
    void leavesAbsentFieldsOut() {
        assertThat(json.readTree(AuditRecord.of(Events.of("alice"))).has("Bypass"))
                .isFalse();
        assertThat(json.readTree(AuditRecord.of(Events.of("alice", Optional.of("group X"))))
                        .has("Bypass"))
                .isTrue();
    }

    @Test
    void givesNoReasonForAChallengeBecauseNothingIsDecided() {
        var challenge = Events.of("alice", Optional.empty(), AuthEvent.Answer.CHALLENGE);
        assertThat(json.readTree(AuditRecord.of(challenge)).has("ReasonCode")).isFalse();
        assertThat(AuthLog.line(challenge)).doesNotContain("granted");
    }

    @Test
    void tellsOfARequestThatNobodyDecidedOn() {
        var lines = new ByteArrayOutputStream();
        var discarded = new DiscardedLogin(
                Instant.parse("2026-11-21T08:00:00Z"),
                "vpn-01",
                Events.of("alice").peer(),
                "ali\u202Ece",
                "MESSAGE_AUTHENTICATOR_WRONG",
                "type both in again",
                3);
        AuditRecord.write(List.of(discarded), Instant.EPOCH, 0, ZoneOffset.UTC, lines);

        assertThat(lines.toString(StandardCharsets.US_ASCII)).isEqualTo("""
                {"Time":"2026-11-21T08:00:00Z","LocalTime":"2026-11-21T08:00:00.000+00:00","EventID":6274,"Answer":"SILENCE",\
                "Discard":"MESSAGE_AUTHENTICATOR_WRONG","Detail":"type both in again","Times":3,\
                "SubjectUserName":"ali\\u202Ece","ClientName":"vpn-01","ClientIPAddress":"127.0.0.2","ClientPort":50000}
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nb",
                "\u001b[2J",
                "a\u0000b",
                "\u2028\u2029",
                "\u202egnp.exe",
                "\u0085",
                "\u007f",
                "${jndi:ldap://x}",
                "\"},{\"Answer\":\"ACCEPT",
                "Müller €",
                "\ud83d\ude00",
                "\ud800 broken",
                "|=,"
            })
    void keepsAnyUserNameOnOnePrintableLineAndGivesItBack(String userName) {
        var line = AuditRecord.of(Events.of(userName));
        assertThat(line).matches("[ -~]+");
        assertThat(json.readTree(line).get("SubjectUserName").asString()).isEqualTo(userName);
    }
}
