package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.ClientType;
import io.countersign.policy.Words;
import io.countersign.policy.document.CaseTime;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.PolicyAdministration.Plan;
import io.countersign.radius.administration.PolicyTrial.Answer;
import io.countersign.radius.administration.PolicyTrial.Question;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.RadiusClient;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign policy test}. */
@Command(
        name = "test",
        description =
                "Send a made-up request the way of a real one, step by step: account, password's form, locks, policies, enrolment."
                        + " Its password counts as right, nobody is prompted, nothing is sent."
                        + " Exit code 1 if access is refused, or if nobody would be answered now.",
        footer = {
            "",
            "Examples:",
            "  countersign policy test --client rdgw-01 --user 'CONTOSO\\alice' --method unauthenticated",
            "  countersign policy test --client vpn-01 --user bob --group 'local\\VPN Users' --at 2026-12-24T23:00 \\",
            "      --attribute NAS-Port-Type=Virtual",
            "  countersign policy test -f policies.cases.txt",
            "  countersign policy test -f policies.cases.txt --document new.yaml"
        })
final class PolicyTest implements Callable<Integer> {
    /** As {@code radius send} has it. */
    private static final String NONE = "none";

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(names = "--client", paramLabel = "NAME", description = "The RADIUS client that sends the request.")
    private String client = "";

    @Option(names = "--user", paramLabel = "NAME", description = "The User-Name.")
    private String user = "";

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            description = "A group, besides those the user is in; may be given several times.")
    private final List<String> groups = new ArrayList<>();

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description =
                    "pap, chap, ms-chap-v2, eap or unauthenticated (none). Default: unauthenticated for an RD Gateway, else pap.")
    private @Nullable String method;

    @Option(
            names = "--attribute",
            paramLabel = "NAME=VALUE",
            description = "An attribute of the request by its dictionary name; may be given several times.")
    private final List<String> attributes = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "Local time such as 2026-12-24T23:00 or 'Sun 23:30'; whether a server runs is left aside then. Default: now.")
    private @Nullable String at;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "CASES",
            description = "A file of cases, each with what is expected; instead of the other options.")
    private @Nullable Path file;

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description =
                    "Try a policy document that is not in force, checked as `policy apply` does. Nothing is written.")
    private @Nullable Path document;

    @Option(names = "--all", description = "Show every policy that was looked at, not only the nearest.")
    private boolean all;

    @Override
    public Integer call() {
        boolean single = !client.isEmpty() && !user.isEmpty();
        if (file == null && !single) {
            throw CommandRefused.invalid("give --client and --user, or a file of cases with -f");
        }
        try (var installation = node.open()) {
            var plan = Optional.ofNullable(document).map(path -> new DocumentFile(node, installation, path).plan());
            if (file == null) {
                return tried(installation, plan);
            }
            var policies = installation.policies();
            var complete = plan.map(policies::complete).orElseGet(policies::complete);
            return CaseRuns.pass(node, installation, file, complete, all) ? ExitCode.DONE : ExitCode.NO;
        }
    }

    private int tried(Installation installation, Optional<Plan> plan) {
        var question = question(plan.map(installation::clients).orElseGet(installation::clients));
        var answer =
                plan.map(installation::trial).orElseGet(installation::trial).ask(question, all);
        CaseRuns.show(node.out(), answer.event().trace());
        var note = answer.note().isEmpty() ? "" : " (" + Printable.whole(answer.note()) + ")";
        var hindrance = isAboutNow(answer) ? installation.hindrance(question, answer) : Optional.<String>empty();
        node.out()
                .println(hindrance
                                .map(why -> "Not answered as things are: " + Printable.whole(why)
                                        + "\nThe policies alone: ")
                                .orElse("")
                        + verdict(answer)
                        + note);
        answer.reply().forEach(attribute -> node.out().println("  reply  " + Printable.of(attribute)));
        return answer.isGranted() && hindrance.isEmpty() ? ExitCode.DONE : ExitCode.NO;
    }

    /** Whether somebody who is there asks what happens now, and not what would. */
    private boolean isAboutNow(Answer answer) {
        return answer.isGranted()
                && at == null
                && document == null
                && answer.note().isEmpty();
    }

    private static String verdict(Answer answer) {
        if (answer.forwardedTo().isPresent()) {
            return "Forwarded to " + Printable.of(answer.forwardedTo().get()) + ", whose servers decide";
        }
        var event = answer.event();
        var by = event.networkPolicy()
                .map(policy -> " by " + Printable.of(policy))
                .orElse("");
        return switch (event.answer()) {
            case ACCEPT -> "Granted" + by + ", " + factor(event);
            case REJECT, CHALLENGE -> "Refused" + by + ": " + reason(event);
            case SILENCE -> "Not answered" + by + ": " + reason(event);
        };
    }

    private static String factor(AuthEvent event) {
        if (event.bypass().isPresent()) {
            return "without a second factor, " + Printable.whole(event.detail());
        }
        return event.factor()
                .map(factor -> "once this is shown: " + Printable.of(factor))
                .orElse("without a second factor");
    }

    private static String reason(AuthEvent event) {
        var reason = event.reason();
        var detail = event.detail().equals(reason.text()) ? "" : ": " + Printable.whole(event.detail());
        return reason.number() + " " + reason.text() + detail;
    }

    private Question question(List<RadiusClient> clients) {
        return new Question(
                client,
                user,
                Set.copyOf(groups),
                method == null ? methodOf(clients) : method(method),
                attributes.stream().map(PolicyTest::attribute).toList(),
                time());
    }

    private static AuthenticationMethod method(String typed) {
        return Words.typed(AuthenticationMethod.class, typed.equals(NONE) ? "unauthenticated" : typed)
                .orElseThrow(() -> CommandRefused.invalid(
                        "--method is one of " + Words.all(AuthenticationMethod.class) + ", not \"" + typed + "\""));
    }

    /** What its clients send as a rule. */
    private AuthenticationMethod methodOf(List<RadiusClient> clients) {
        boolean isRdGateway = clients.stream()
                .filter(known -> CaseFolding.same(known.name(), client))
                .anyMatch(known -> known.type() == ClientType.RD_GATEWAY);
        return isRdGateway ? AuthenticationMethod.UNAUTHENTICATED : AuthenticationMethod.PAP;
    }

    private static Map.Entry<String, String> attribute(String typed) {
        int equals = typed.indexOf('=');
        if (equals < 1) {
            throw CommandRefused.invalid("--attribute is NAME=VALUE, not \"" + typed + "\"");
        }
        return Map.entry(typed.substring(0, equals), typed.substring(equals + 1));
    }

    private ZonedDateTime time() {
        var now = node.surroundings().environment().clock().instant().atZone(ZoneId.systemDefault());
        return at == null
                ? now
                : CaseTime.read(at, now.toLocalDate())
                        .orElseThrow(() -> CommandRefused.invalid(
                                "--at is a local time such as 2026-12-24T23:00 or \"Sun 23:30\", not \"" + at + "\""))
                        .atZone(ZoneId.systemDefault());
    }
}
