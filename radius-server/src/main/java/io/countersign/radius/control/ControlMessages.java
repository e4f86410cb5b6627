package io.countersign.radius.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The control socket's words: a request is one word and a line feed, an answer one line of JSON. */
final class ControlMessages {
    static final String RELOAD = "reload";
    static final String STATUS = "status";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ControlMessages() {}

    static String write(ServerStatus status) {
        var json = JSON.createObjectNode()
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
        return JSON.writeValueAsString(json);
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

    static ServerStatus readStatus(String line) {
        var json = read(line);
        return new ServerStatus(
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
                json.path("policyMark").asLong());
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

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(element -> texts.add(element.asString()));
        return texts;
    }
}
