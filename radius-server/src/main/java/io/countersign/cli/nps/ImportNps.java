package io.countersign.cli.nps;

import io.countersign.cli.policy.Applied;
import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.TextFile;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.document.PolicyWriter;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.PolicyAdministration.ImportPlan;
import io.countersign.radius.nps.ImportChoices;
import io.countersign.radius.nps.NpsExport;
import io.countersign.radius.nps.NpsExportReader;
import io.countersign.radius.nps.UnreadableExport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign import nps}. */
@Command(
        name = "nps",
        description = {
            "Make policies, RADIUS clients and remote RADIUS server groups of an export of NPS, and tell what became of each"
                    + " object: imported, changed (and how), or not imported (and why).",
            "Whatever is in doubt lets in less than NPS did: it arrives disabled. Shared secrets go into the store and are never"
                    + " shown."
        },
        footer = {
            "",
            "Examples:",
            "  countersign import nps export.xml --mfa entra --rd-gateway RDGW01 --dry-run",
            "  countersign import nps export.xml --mfa none --map 'S-1-5-32-545=CONTOSO\\VPN Users'",
            "",
            "The export is made on the NPS: netsh nps export filename=export.xml exportPSK=YES"
        })
final class ImportNps implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "EXPORT", description = "What netsh nps export or Export-NpsConfiguration wrote.")
    private Path export = Path.of("");

    @Option(
            names = "--mfa",
            paramLabel = "PROVIDER",
            description =
                    "The second factor of every policy that grants, or none. Without it they arrive disabled: an export"
                            + " does not say whom the MFA extension asked.")
    private @Nullable String mfa;

    @Option(
            names = "--rd-gateway",
            paramLabel = "CLIENT",
            split = ",",
            description = "A RADIUS client that is an RD Gateway, by its friendly name; several with commas or again.")
    private List<String> rdGateways = new ArrayList<>();

    @Option(
            names = "--map",
            paramLabel = "SID=NAME",
            description =
                    "How a group that the export names by its SID is written here (DIRECTORY\\GROUP), or the address of"
                            + " a client or server that it names by its host name. May be given again.")
    private Map<String, String> names = new LinkedHashMap<>();

    @Option(names = "--replace", description = "Replace the policies and clients that there are already, all of them.")
    private boolean replace;

    @Option(names = "--dry-run", description = "Show the report, the policies, and what would change; write nothing.")
    private boolean dryRun;

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        var read = read();
        refuseUnknownGateways(read);
        try (var installation = node.open()) {
            refuseUnknownFactor(installation);
            refuseReplacing(installation);
            var choices = new ImportChoices(Optional.ofNullable(mfa), Set.copyOf(rdGateways), names);
            var made = installation.policies().planImport(read, choices);
            show(read, made, installation);
            if (!dryRun && !made.plan().isEmpty()) {
                new Applied(node, installation, output.isJson() ? node.err() : node.out())
                        .write(made.plan(), comment.text());
            }
            return ExitCode.DONE;
        }
    }

    private NpsExport read() {
        var octets = TextFile.octets(node.surroundings(), export, NpsExportReader.MOST_MEBIBYTES);
        try {
            return NpsExportReader.read(octets);
        } catch (UnreadableExport unreadable) {
            throw CommandRefused.invalid(export + " " + unreadable.getMessage());
        }
    }

    private void refuseUnknownGateways(NpsExport read) {
        var known = read.clientNames();
        for (var wanted : rdGateways) {
            if (known.stream().noneMatch(client -> CaseFolding.same(client, wanted))) {
                throw CommandRefused.invalid("--rd-gateway " + wanted + ": the export has no RADIUS client of this name"
                        + (known.isEmpty() ? "" : "; its clients are: " + String.join(", ", known)));
            }
        }
    }

    private void refuseUnknownFactor(Installation installation) {
        var known = new TreeSet<>(installation.providers().keySet());
        if (mfa != null && !mfa.equals(ImportChoices.NONE) && !known.contains(mfa)) {
            known.add(ImportChoices.NONE);
            throw CommandRefused.invalid("--mfa " + mfa + ": there is no such second factor here; write one of "
                    + String.join(", ", known) + "; or give the factor its settings first");
        }
    }

    private void refuseReplacing(Installation installation) {
        int clients = installation.clients().size();
        if (!dryRun && !replace && (clients > 0 || installation.policies().revision() > 0)) {
            throw CommandRefused.no(
                    "this node has policies or clients already, and an import replaces them all; look at it with"
                            + " --dry-run, then say --replace");
        }
    }

    private void show(NpsExport read, ImportPlan made, Installation installation) {
        var document = PolicyWriter.write(installation.policies().complete(made.plan()));
        var report = new ImportReport(made.report());
        if (output.isJson()) {
            node.out().println(json(read, made, report, document));
            return;
        }
        node.out()
                .println("Export " + export
                        + read.version().map(number -> ", version " + number).orElse(""));
        node.out().println();
        report.print(node.out());
        node.out().println();
        if (dryRun) {
            node.out().println(document);
        }
        new Applied(node, installation).show(made.plan());
    }

    private String json(NpsExport read, ImportPlan made, ImportReport report, String document) {
        var json = report.json();
        json.put("export", export.toString());
        json.put("version", read.version().orElse(""));
        made.plan().changes().lines().forEach(json.putArray("changes")::add);
        made.plan().changes().weaker().forEach(json.putArray("weaker")::add);
        made.plan().warnings().forEach(json.putArray("warnings")::add);
        return json.put("document", document).toPrettyString();
    }
}
