package io.countersign.cli.radius;

import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.forwarding.Asked;
import io.countersign.radius.packet.PacketEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answers to a request and to what followed on its challenges: for a person shown as they come, for a program when it is closed, as one
 * document. That is the last answer as {@code radius decode} shows it, with the milliseconds that it took, and the challenges before it.
 */
final class AnswersShown implements AutoCloseable {
    private final NodeOption node;
    private final OutputOption output;
    private final Dictionary dictionary;
    private final Secret secret;
    private final List<ObjectNode> answers = new ArrayList<>();

    AnswersShown(NodeOption node, OutputOption output, Dictionary dictionary, Secret secret) {
        this.node = node;
        this.output = output;
        this.dictionary = dictionary;
        this.secret = secret;
    }

    void add(Asked.Answered answer, Duration took) {
        var report = PacketReport.of(
                PacketEncoder.encode(answer.packet()),
                dictionary,
                Optional.of(secret),
                Optional.of(answer.requestAuthenticator()));
        if (output.isJson()) {
            answers.add(report.json().put("milliseconds", took.toMillis()));
            return;
        }
        node.out().println(answer.packet().code().text() + " after " + took.toMillis() + " ms");
        report.attributes().forEach(attribute -> node.out().println("  " + attribute.text()));
        node.out().flush();
    }

    /** Also after a failure: what came until then is shown. */
    @Override
    public void close() {
        if (!answers.isEmpty()) {
            var last = answers.removeLast();
            last.putArray("challenges").addAll(answers);
            node.out()
                    .println(
                            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(last));
        }
    }
}
