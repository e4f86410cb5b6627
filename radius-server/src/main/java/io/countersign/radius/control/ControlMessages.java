package io.countersign.radius.control;

import static java.util.stream.Collectors.toMap;

import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.Discards;
import io.countersign.radius.exchange.OpenLogin;
import io.countersign.radius.exchange.PacketWatch;
import io.countersign.radius.exchange.UnsignedRequests;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The control socket's words: a request is one word and a line feed, an answer one line of JSON. */
final class ControlMessages {
    static final String RELOAD = "reload";
    static final String STATUS = "status";
    static final String LOGINS = "logins";
    static final String PACKETS = "packets";

    private static final JsonMapper JSON = JsonMapper.shared();

    private ControlMessages() {}

    static String write(ServerStatus status) {
        var json = JSON.createObjectNode()
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("version", status.version())
                .put("pid", status.pid())
                .put("since", status.since().toString())
                .put("policyRevision", status.policyRevision())
                .put("clients", status.clients())
                .put("auditEventsLost", status.auditEventsLost())
                .put("policyMark", status.policyMark());
        status.listening().forEach(json.putArray("listening")::add);
        status.listeningForAccounting().forEach(json.putArray("listeningForAccounting")::add);
        status.plugins().forEach(json.putArray("plugins")::add);
        status.unavailableRemoteServers().forEach(json.putArray("unavailableRemoteServers")::add);
        var refused = json.putObject("refusedReplies");
        status.refusedReplies().forEach(refused::put);
        var traffic = json.putObject("traffic");
        status.traffic().forEach((client, seen) -> write(seen, traffic.putObject(client)));
        var discards = json.putArray("discards");
        status.discards().forEach(recent -> write(recent, discards.addObject()));
        var unsigned = json.putObject("unsigned");
        status.unsigned()
                .forEach((client, seen) -> unsigned.putObject(client)
                        .put("first", seen.first().toString())
                        .put("last", seen.last().toString()));
        return JSON.writeValueAsString(json);
    }

    private static void write(ClientTraffic.Seen seen, ObjectNode json) {
        seen.repeatsAfter().ifPresent(time -> json.put("repeatsAfterMillis", time.toMillis()));
        seen.givesUpAfter().ifPresent(time -> json.put("givesUpAfterMillis", time.toMillis()));
    }

    private static void write(Discards.Recent recent, ObjectNode json) {
        json.put("client", recent.client())
                .put("reason", recent.reason())
                .put("count", recent.count())
                .put("keptOut", recent.keptOut())
                .put("advice", recent.advice());
    }

    static String write(Controlled.Reloaded reloaded) {
        var json = JSON.createObjectNode();
        switch (reloaded) {
            case Controlled.Reloaded.Done(long revision, int clients) ->
                json.put("policyRevision", revision).put("clients", clients);
            case Controlled.Reloaded.Refused(var problems) -> problems.forEach(json.putArray("problems")::add);
        }
        return JSON.writeValueAsString(json);
    }

    static String problem(String text) {
        return write(new Controlled.Reloaded.Refused(List.of(text)));
    }

    static ServerStatus readStatus(String line) {
        var json = read(line);
        if (json.has("problems")) {
            throw new NodeRefused(
                    "the running server does not say how it is: " + String.join("; ", texts(json.path("problems"))));
        }
        return new ServerStatus(
                state(json.path("state").asString("running")), // older servers answer only while they run
                json.path("version").asString(),
                json.path("pid").asLong(),
                Instant.parse(json.path("since").asString()),
                texts(json.path("listening")),
                texts(json.path("listeningForAccounting")),
                json.path("policyRevision").asLong(),
                json.path("clients").asInt(),
                texts(json.path("plugins")),
                json.path("auditEventsLost").asLong(),
                texts(json.path("unavailableRemoteServers")),
                json.path("refusedReplies")
                        .propertyStream()
                        .collect(toMap(
                                Map.Entry::getKey, fault -> fault.getValue().asString())),
                json.path("traffic")
                        .propertyStream()
                        .collect(toMap(Map.Entry::getKey, client -> seen(client.getValue()))),
                json.path("discards").valueStream().map(ControlMessages::recent).toList(),
                json.path("unsigned")
                        .propertyStream()
                        .collect(toMap(Map.Entry::getKey, client -> unsigned(client.getValue()))),
                json.path("policyMark").asLong());
    }

    private static UnsignedRequests.Seen unsigned(JsonNode json) {
        return new UnsignedRequests.Seen(
                Instant.parse(json.path("first").asString()),
                Instant.parse(json.path("last").asString()));
    }

    private static Discards.Recent recent(JsonNode json) {
        return new Discards.Recent(
                json.path("client").asString(),
                json.path("reason").asString(),
                json.path("count").asLong(),
                json.path("keptOut").asBoolean(),
                json.path("advice").asString());
    }

    static String write(PacketWatch.Sighting packet) {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("at", packet.at().toString())
                .put("outgoing", packet.outgoing())
                .put("client", packet.client())
                .put("address", packet.peer().getAddress().getHostAddress())
                .put("port", packet.peer().getPort())
                .put("hex", packet.hex())
                .put("remark", packet.remark()));
    }

    static PacketWatch.Sighting readPacket(String line) {
        var json = read(line);
        refuse(json);
        return new PacketWatch.Sighting(
                Instant.parse(json.path("at").asString()),
                json.path("outgoing").asBoolean(),
                json.path("client").asString(),
                new InetSocketAddress(
                        InetAddress.ofLiteral(json.path("address").asString()),
                        json.path("port").asInt()),
                json.path("hex").asString(),
                json.path("remark").asString());
    }

    /** So many packets could not be shown, as too many came. */
    static String notShown(long packets) {
        return problem(packets + " packets came faster than they can be shown, and are left out");
    }

    private static void refuse(JsonNode json) {
        if (json.has("problems")) {
            throw new NodeRefused(String.join("; ", texts(json.path("problems"))));
        }
    }

    static String write(List<OpenLogin> logins) {
        var json = JSON.createArrayNode();
        logins.forEach(login -> json.addObject()
                .put("loginId", login.loginId())
                .put("userName", login.userName())
                .put("client", login.client())
                .put("since", login.since().toString())
                .put("waitsFor", login.waitsFor()));
        return JSON.writeValueAsString(json);
    }

    static List<OpenLogin> readLogins(String line) {
        return read(line)
                .valueStream()
                .filter(JsonNode::isObject) // an older server says what its problem is
                .map(login -> new OpenLogin(
                        login.path("loginId").asString(),
                        login.path("userName").asString(),
                        login.path("client").asString(),
                        Instant.parse(login.path("since").asString()),
                        login.path("waitsFor").asString()))
                .toList();
    }

    private static ClientTraffic.Seen seen(JsonNode json) {
        return new ClientTraffic.Seen(time(json.path("repeatsAfterMillis")), time(json.path("givesUpAfterMillis")));
    }

    private static Optional<Duration> time(JsonNode millis) {
        return millis.isMissingNode() ? Optional.empty() : Optional.of(Duration.ofMillis(millis.asLong()));
    }

    static Controlled.Reloaded readReloaded(String line) {
        var json = read(line);
        return json.has("problems")
                ? new Controlled.Reloaded.Refused(texts(json.path("problems")))
                : new Controlled.Reloaded.Done(
                        json.path("policyRevision").asLong(),
                        json.path("clients").asInt());
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw new NodeRefused("the running server gave an answer that this program does not understand", e);
        }
    }

    private static ServerStatus.State state(String word) {
        return Stream.of(ServerStatus.State.values())
                .filter(state -> state.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new NodeRefused("the running server is in a state that this program does not know: "
                        + word + "; use the program that it was started with"));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(element -> texts.add(element.asString()));
        return texts;
    }
}
