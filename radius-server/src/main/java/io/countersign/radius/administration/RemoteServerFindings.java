package io.countersign.radius.administration;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.forwarding.Server;
import io.countersign.radius.forwarding.ServerGroup;
import io.countersign.radius.forwarding.StatusQuery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Which remote servers answer Status-Server, of those whose definition says that they do; the others are not asked. */
final class RemoteServerFindings {
    private record Answer(Server server, Optional<String> fault) {}

    private RemoteServerFindings() {}

    /** One for each server that was asked. That none of a group answers is a fault: whoever is forwarded there is not let in. */
    static List<MfaFinding> of(List<ServerGroup> groups) {
        return groups.stream().flatMap(group -> of(group).stream()).toList();
    }

    private static List<MfaFinding> of(ServerGroup group) {
        var answers = answers(group.servers().stream()
                .filter(server -> server.definition().statusServer())
                .toList());
        boolean none = answers.size() == group.servers().size()
                && answers.stream().allMatch(answer -> answer.fault().isPresent());
        return answers.stream()
                .map(answer -> new MfaFinding(
                        answer.fault().isEmpty() ? Level.GOOD : none ? Level.FAULT : Level.WARNING,
                        "remote server " + Server.text(answer.server().definition(), Service.AUTHENTICATION),
                        answer.fault().orElse("answers Status-Server")))
                .toList();
    }

    /** At the same time: each may take its seconds. */
    private static List<Answer> answers(List<Server> servers) {
        try (var queries = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("status-query-", 0).factory())) {
            return queries
                    .invokeAll(servers.stream()
                            .<Callable<Answer>>map(server -> () -> new Answer(server, StatusQuery.fault(server)))
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
            return servers.stream()
                    .map(server -> new Answer(server, Optional.of("was not waited for")))
                    .toList();
        }
    }
}
