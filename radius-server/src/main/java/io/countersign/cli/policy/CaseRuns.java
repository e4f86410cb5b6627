package io.countersign.cli.policy;

import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.TextFile;
import io.countersign.cli.terminal.TraceLines;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.Trace;
import io.countersign.policy.document.PolicyCases;
import io.countersign.radius.administration.Installation;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Runs files of cases and shows those that fail, step by step. */
final class CaseRuns {
    private CaseRuns() {}

    /**
     * Evaluates every case on a document with clients.
     *
     * @param all whether every policy that was looked at is shown, not only the nearest
     * @return whether all is as the cases expect
     */
    static boolean pass(NodeOption node, Installation installation, Path file, PolicyDocument document, boolean all) {
        var cases = PolicyCases.parse(file.toString(), TextFile.read(node.surroundings(), file));
        installation.trial().check(cases.groups()).forEach(warning -> node.err().println("Warning: " + warning));
        var results = cases.run(document);
        var failed =
                results.stream().filter(result -> result.failure().isPresent()).toList();
        for (var result : failed) {
            node.out()
                    .println("FAILED " + result.at() + ": " + result.name() + ": "
                            + result.failure().get());
            result.whys().forEach(why -> show(node.out(), all ? why.wholeTrace() : why.trace()));
        }
        node.out().println("Cases: " + results.size() + ", failed: " + failed.size());
        return failed.isEmpty();
    }

    /** Every step, one line each. */
    static void show(PrintWriter out, Trace trace) {
        TraceLines.of(trace, "; --all shows them").forEach(out::println);
    }
}
