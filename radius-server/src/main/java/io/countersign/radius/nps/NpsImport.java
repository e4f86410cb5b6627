package io.countersign.radius.nps;

import io.countersign.policy.Condition;
import io.countersign.policy.Condition.EnumeratedAttribute;
import io.countersign.policy.Conditions;
import io.countersign.policy.KnownClients;
import io.countersign.policy.Located;
import io.countersign.policy.Problem;
import io.countersign.policy.Problems;
import io.countersign.policy.RequestSet;
import io.countersign.policy.document.ItemKind;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.forwarding.RemoteServerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a policy document of an export. Each object is an item in a line of its own, so that whoever checks the document says which object it
 * is that cannot work here: a policy is disabled then, and what even so cannot be is left out.
 *
 * <p>The first policy that matches decides. So a policy that NPS asks and the document does not is a gap through which requests come to those
 * behind it: of these, the granting ones are disabled, too, unless they certainly match other requests.
 */
public final class NpsImport {
    private static final String SOURCE = "what was imported";

    /** A request has at most one of each (RFC 2865 §5.44). */
    private static final Set<EnumeratedAttribute> SINGLE = Set.of(
            EnumeratedAttribute.NAS_PORT_TYPE, EnumeratedAttribute.SERVICE_TYPE, EnumeratedAttribute.FRAMED_PROTOCOL);

    private static final String ACCOUNTING = "Microsoft_Accounting";

    private final List<ImportDraft> drafts = new ArrayList<>();
    private final List<ReportLine> lines = new ArrayList<>();
    private final Map<String, Secret> clientSecrets;
    private final Map<RemoteServerId, Secret> serverSecrets;

    private NpsImport(NpsExport export, ImportChoices choices, CompiledPolicies.Names names) {
        var clients = NpsClients.of(export.clients(), choices, names.dictionary());
        var groups = NpsServerGroups.of(export.serverGroups(), choices);
        var conditions = new NpsConditions(choices, names, clients.addresses());
        var policies = new NpsPolicies(choices, names, conditions, groups);
        policies.addConnectionRequestPolicies(export.connectionRequestPolicies(), export.connectionRequestProfiles());
        policies.addNetworkPolicies(export.networkPolicies(), export.networkProfiles());
        clientSecrets = clients.secrets();
        serverSecrets = groups.secrets();
        drafts.addAll(clients.drafts());
        drafts.addAll(groups.drafts());
        drafts.addAll(policies.drafts());
        lines.addAll(policies.lines());
        ports(export);
        export.handlers().forEach(this::handler);
        export.unknownSections().forEach(this::section);
    }

    /**
     * What came of an export.
     *
     * @param text a policy document in which secrets are {@code ${sealed}}
     * @param clientSecrets the shared secrets of its clients, by name
     * @param serverSecrets those of its remote RADIUS servers
     * @param report of every object, in the order of the document
     */
    public record Imported(
            String text,
            Map<String, Secret> clientSecrets,
            Map<RemoteServerId, Secret> serverSecrets,
            List<ReportLine> report) {
        /** Copies the collections. */
        public Imported {
            clientSecrets = Map.copyOf(clientSecrets);
            serverSecrets = Map.copyOf(serverSecrets);
            report = List.copyOf(report);
        }
    }

    /** Checks a document that uses the secrets. */
    @FunctionalInterface
    public interface Check {
        /** What is wrong with it; nothing if it could be written. */
        List<Problem> of(Imported document);
    }

    /** Makes a document that passes a check. */
    public static Imported of(NpsExport export, ImportChoices choices, CompiledPolicies.Names names, Check check) {
        var made = new NpsImport(export, choices, names);
        while (made.settle(check.of(made.imported()))) {
            // each time something is disabled or left out, of which there is an end
        }
        made.closeGaps();
        return made.imported();
    }

    private Imported imported() {
        var report = new ArrayList<>(drafts.stream().map(ImportDraft::reported).toList());
        report.addAll(lines);
        return new Imported(text(), clientSecrets, serverSecrets, report);
    }

    /** Each item stands in the line of its number behind that of its list. */
    private String text() {
        return Stream.of(ItemKind.values())
                .map(kind -> kind.list() + ": " + (present(kind).isEmpty() ? "[]" : "") + "\n"
                        + present(kind).stream()
                                .map(draft -> "- " + JsonMapper.shared().writeValueAsString(draft.item()) + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    private List<ImportDraft> present(ItemKind kind) {
        return drafts.stream()
                .filter(draft -> draft.kind() == kind && !draft.isDropped())
                .toList();
    }

    private Map<Integer, ImportDraft> byLine() {
        var byLine = new HashMap<Integer, ImportDraft>();
        int line = 0;
        for (var kind : ItemKind.values()) {
            line++;
            for (var draft : present(kind)) {
                line++;
                byLine.put(line, draft);
            }
        }
        return byLine;
    }

    /** Whether anything was done about problems. */
    private boolean settle(List<Problem> problems) {
        boolean done = false;
        var byLine = byLine();
        var ofObjects = problems.stream()
                .filter(problem -> byLine.containsKey(problem.at().line()))
                .collect(
                        Collectors.groupingBy(problem -> byLine.get(problem.at().line()), Collectors.toList()));
        for (var found : ofObjects.entrySet()) {
            var draft = found.getKey();
            boolean isPolicy =
                    draft.kind() == ItemKind.CONNECTION_REQUEST_POLICY || draft.kind() == ItemKind.NETWORK_POLICY;
            for (var problem : found.getValue()) {
                var why = problem.what() + "; " + problem.fix();
                if (isPolicy && draft.isEnabled()) {
                    draft.disable(why);
                } else {
                    draft.drop(why);
                }
            }
            done = true;
        }
        return done;
    }

    private void closeGaps() {
        var clients =
                new KnownClients(PolicyReader.read(SOURCE, text()).clients().orElse(List.of()));
        closeGaps(ItemKind.CONNECTION_REQUEST_POLICY, clients);
        closeGaps(ItemKind.NETWORK_POLICY, clients);
    }

    private void closeGaps(ItemKind kind, KnownClients clients) {
        var inOrder = drafts.stream()
                .filter(draft -> draft.kind() == kind)
                .sorted(Comparator.comparing(ImportDraft::isOfAnyType))
                .toList();
        var gaps = new LinkedHashMap<ImportDraft, Optional<Matched>>();
        for (var draft : inOrder) {
            if (draft.isEnabled() && draft.isGranting() && !gaps.isEmpty()) {
                var matched = matched(draft, clients);
                gaps.entrySet().stream()
                        .filter(gap -> mayMeet(gap.getValue(), matched))
                        .findFirst()
                        .ifPresent(
                                gap -> draft.disable(
                                        "what " + gap.getKey().name()
                                                + " decides in NPS would come to it; enable it once that one stands here, or is not needed"));
            }
            if (draft.isGap()) {
                gaps.put(draft, matched(draft, clients));
            }
        }
    }

    /** The requests that a policy matches: by its conditions, or by those of them that can be written. */
    private record Matched(Conditions conditions, RequestSet set) {}

    /** Empty if not even its conditions can be read, so that nobody knows. */
    private static Optional<Matched> matched(ImportDraft draft, KnownClients clients) {
        var text = "connection-request-policies: []\nnetwork-policies:\n- "
                + JsonMapper.shared().writeValueAsString(draft.conditionsAlone()) + "\n";
        return PolicyReader.read(SOURCE, text, new Problems())
                .map(document -> document.networkPolicies().getFirst().conditions())
                .map(conditions -> new Matched(conditions, RequestSet.of(conditions, clients)));
    }

    private static boolean mayMeet(Optional<Matched> gap, Optional<Matched> draft) {
        return gap.isEmpty() || draft.isEmpty() || !areApart(gap.get(), draft.get());
    }

    private static boolean areApart(Matched one, Matched other) {
        return one.set().isApartFrom(other.set())
                || one.conditions().enumerated().stream()
                        .filter(asked -> SINGLE.contains(asked.attribute()))
                        .anyMatch(asked -> other.conditions().enumerated().stream()
                                .filter(theirs -> theirs.attribute() == asked.attribute())
                                .anyMatch(theirs -> Collections.disjoint(values(asked), values(theirs))));
    }

    private static Set<String> values(Condition.AttributeIs asked) {
        return asked.anyOf().stream().map(Located::value).collect(Collectors.toSet());
    }

    private void ports(NpsExport export) {
        export.protocol().ifPresent(protocol -> {
            var authentication = protocol.text("Authentication_Port").orElse("1812,1645");
            var accounting = protocol.text("Accounting_Port").orElse("1813,1646");
            lines.add(ReportLine.notImported(
                    "ports",
                    "authentication " + authentication + ", accounting " + accounting,
                    "they are settings of the node: listen.authentication and listen.accounting"));
        });
    }

    private void handler(NpsObject handler) {
        switch (handler.tag()) {
            case "Microsoft_Network_Access_Policy_Evaluator",
                    "Microsoft_NT_SAM_Authentication",
                    "Microsoft_Proxy_Policy_Evaluator",
                    "Microsoft_RADIUS_Proxy" -> {}
            case ACCOUNTING ->
                lines.add(ReportLine.notImported(
                        "logging",
                        handler.name(),
                        "files as NPS writes them are settings of the node: audit.nps-odbc and audit.nps-dts"));
            case "Microsoft_Database_Accounting" ->
                lines.add(ReportLine.notImported(
                        "logging",
                        handler.name(),
                        "an export does not have the settings of SQL Server, and the server does not write there"));
            case "Microsoft_NT_Event_Log_Auditor" ->
                lines.add(ReportLine.notImported(
                        "logging", handler.name(), "every decision is in the audit file, whatever NPS logged"));
            case "Microsft_Post_Quarantine_Handler" ->
                lines.add(ReportLine.notImported("section", handler.name(), "Network Access Protection is not done"));
            default -> lines.add(ReportLine.notImported("section", handler.name(), "is not known"));
        }
    }

    private void section(String tag) {
        boolean health = tag.contains("SHV") || tag.contains("Remediation");
        lines.add(ReportLine.notImported(
                "section", tag, health ? "Network Access Protection is not done" : "is not known"));
    }
}
