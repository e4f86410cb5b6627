package io.countersign.cli.radius;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Passwords;
import io.countersign.cli.terminal.Surroundings;
import io.countersign.cli.terminal.Table;
import io.countersign.policy.yaml.YamlValue;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.forwarding.Asked;
import io.countersign.radius.forwarding.Requester;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign radius send}. */
@Command(
        name = "send",
        description = {
            "Send a request to a RADIUS server and show its answer.",
            "Exit code 0 for Access-Accept and Accounting-Response; 1 for Access-Reject, and for a challenge that nobody answers; 3"
                    + " for no answer. With --count: 0 if each request got one of the first two, 3 if none was answered, else 1.",
            "Passwords and the answers to challenges are asked for on the terminal, or read from standard input, one line each."
        },
        footer = {
            "",
            "Examples:",
            "  countersign radius send 192.0.2.10 --secret-file vpn.secret --user alice NAS-Port-Type=Virtual",
            "  countersign radius send 192.0.2.10 --secret-file rdgw.secret --user 'CONTOSO\\alice' --method none --timeout 60s",
            "  countersign radius send 192.0.2.10 --secret-file vpn.secret --status",
            "  countersign radius send 192.0.2.10 --secret-file vpn.secret --accounting --file start.txt",
            "  countersign radius send 127.0.0.1:1812 --secret-file vpn.secret --file login.txt --count 10000 --parallel 64"
        })
final class RadiusSend implements Callable<Integer> {
    private static final int AUTHENTICATION_PORT = 1812;
    private static final int ACCOUNTING_PORT = 1813;
    private static final int MOST_ROUNDS = 10;
    private static final int LONGEST_PASSWORD = 128;

    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(
            index = "0",
            paramLabel = "SERVER",
            description = "Address, or address:port; [2001:db8::1]:1812 for IPv6.")
    private String server = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME=VALUE", description = "Attributes of the request.")
    private List<String> arguments = List.of();

    @Option(
            names = "--secret-file",
            required = true,
            paramLabel = "FILE",
            description = "The shared secret: one line of ASCII. Line ends behind it are left out.")
    private Path secretFile = Path.of("");

    @Option(names = "--user", paramLabel = "NAME", description = "The User-Name.")
    private @Nullable String user;

    @Option(
            names = "--method",
            defaultValue = "pap",
            paramLabel = "METHOD",
            converter = PasswordMethod.Word.class,
            completionCandidates = PasswordMethod.Candidates.class,
            description = "pap, chap, ms-chap-v2, or none, as an RD Gateway asks (default: ${DEFAULT-VALUE}).")
    private PasswordMethod method = PasswordMethod.PAP;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The password. Default: asked on the terminal, or the first line of standard input.")
    private @Nullable Path passwordFile;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description =
                    "Attributes of one request, as radclient reads them: Name = value, on lines or with commas between. A"
                            + " User-Password there is the password.")
    private @Nullable Path file;

    @Option(names = "--accounting", description = "Send an Accounting-Request, to port 1813 unless said otherwise.")
    private boolean accounting;

    @Option(names = "--status", description = "Send a Status-Server: is the server there?")
    private boolean status;

    @Option(names = "--unsigned", description = "Without Message-Authenticator.")
    private boolean unsigned;

    @Option(
            names = "--unsigned-replies",
            description =
                    "Take an answer to an Access-Request or a Status-Server without Message-Authenticator (CVE-2024-3596).")
    private boolean unsignedReplies;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "Send from this address of this machine.")
    private @Nullable String from;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = Patience.class,
            description =
                    "Wait so long for an answer, such as 60s or 2m; the request is repeated meanwhile. A plain number is"
                            + " seconds (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--count", paramLabel = "N", description = "Send it so often, and show how long the answers took.")
    private int count;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "With --count: so many at a time (default: ${DEFAULT-VALUE}).")
    private int parallel = 1;

    @Mixin
    private final DictionaryOption dictionary = new DictionaryOption();

    @Override
    public Integer call() throws InterruptedException {
        checkOptions();
        var known = dictionary.dictionary(node);
        var request = request(known);
        try (var requester = Requester.heedingRefusals(
                Optional.ofNullable(from).map(RadiusSend::address), target(), request.secret())) {
            return count > 0 ? load(requester, request) : talk(requester, request, known);
        } catch (IOException failed) {
            throw CommandRefused.couldNot("cannot send to " + server + ": " + failed.getMessage());
        }
    }

    private void checkOptions() {
        if (accounting && status) {
            throw CommandRefused.invalid("--accounting and --status are two different requests; choose one");
        }
        if (parallel < 1 || parallel > 60_000 || count < 0) {
            throw CommandRefused.invalid("--parallel is 1 to 60000, --count at least 1");
        }
        if (status && unsigned) {
            throw CommandRefused.invalid("a Status-Server is always signed (RFC 5997); leave out --unsigned");
        }
    }

    private ClientRequest request(Dictionary dictionary) {
        var lines = new AttributeLines(dictionary);
        if (user != null) {
            lines.addUser(user);
        }
        if (file != null) {
            lines.addFile(file.toString(), files().text(file).lines().toList());
        }
        arguments.forEach(lines::addArgument);
        var secret = files().sharedSecret(secretFile);
        var code = accounting ? Code.ACCOUNTING_REQUEST : status ? Code.STATUS_SERVER : Code.ACCESS_REQUEST;
        return new ClientRequest(code, lines.attributes(), method, password(code, lines), !unsigned, secret);
    }

    private Optional<Secret> password(Code code, AttributeLines lines) {
        if (code != Code.ACCESS_REQUEST || method == PasswordMethod.NONE) {
            return Optional.empty();
        }
        return Optional.of(
                fitting(lines.password().filter(_ -> passwordFile == null).orElseGet(this::otherPassword)));
    }

    private Secret otherPassword() {
        var password = passwordFile == null ? Secret.ofText(typed("Password: ")) : files().password(passwordFile);
        if (password.length() == 0) {
            throw CommandRefused.invalid("the password is empty; type one, or send none with --method none");
        }
        return password;
    }

    /** Other methods send an answer of the same length, however long the password. */
    private Secret fitting(Secret password) {
        if (method == PasswordMethod.PAP) {
            requireFits(password, "the password");
        }
        return password;
    }

    private static void requireFits(Secret secret, String what) {
        if (secret.length() > LONGEST_PASSWORD) {
            throw CommandRefused.invalid(what + " has " + secret.length() + " octets; User-Password carries "
                    + LONGEST_PASSWORD + " at most (RFC 2865 §5.2)");
        }
    }

    private int talk(Requester requester, ClientRequest first, Dictionary known)
            throws IOException, InterruptedException {
        var request = first;
        requireFits(request);
        try (var dialogue = new AnswersShown(node, output, known, first.secret())) {
            for (int round = 1; round <= MOST_ROUNDS; round++) {
                var packet = answer(requester, request, dialogue);
                if (packet.code() != Code.ACCESS_CHALLENGE) {
                    return Load.isGood(packet.code()) ? ExitCode.DONE : ExitCode.NO;
                }
                var typed = typed(prompt(packet));
                if (typed.isEmpty()) {
                    node.err().println("countersign: the challenge was not answered");
                    return ExitCode.NO;
                }
                var given = Secret.ofText(typed);
                requireFits(given, "the answer");
                request = request.answering(packet, given);
                requireFits(request);
            }
        }
        throw CommandRefused.no("the server asked more than " + MOST_ROUNDS + " times");
    }

    private Packet answer(Requester requester, ClientRequest request, AnswersShown dialogue)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        return switch (requester.ask(request::under, request.code(), mustBeSigned(request), timeout)) {
            case Asked.Answered answer -> {
                dialogue.add(answer, Duration.ofNanos(System.nanoTime() - begun));
                yield answer.packet();
            }
            case Asked.Unanswered _ ->
                throw CommandRefused.couldNot("no answer from " + server + " within " + YamlValue.written(timeout)
                        + ": " + NoAnswer.why(requester.passedOver(), unsignedReplies));
            case Asked.Refused _ ->
                throw CommandRefused.couldNot(
                        "nobody listens at " + server + "; is the server running, and is it the right port?");
            case Asked.TooLong _ -> throw new IOException("it has more octets than a packet may have");
            case Asked.NotSent(var why) -> throw new IOException(why);
        };
    }

    /** Whatever its Identifier and authenticator are, it has the same length. */
    private static void requireFits(ClientRequest request) {
        if (request.under(0).isEmpty()) {
            throw CommandRefused.invalid("the request would be longer than 4096 octets, the most that a packet has"
                    + " (RFC 2865 §3); leave attributes out");
        }
    }

    /** Replies to Accounting-Requests never are; all others are forged too easily if they are not (CVE-2024-3596). */
    private boolean mustBeSigned(ClientRequest request) {
        return request.code() != Code.ACCOUNTING_REQUEST && !unsignedReplies;
    }

    private static String prompt(Packet challenge) {
        return challenge
                .first(StandardAttributes.REPLY_MESSAGE)
                .map(message -> message.value().text())
                .map(text -> text.endsWith(" ") ? text : text.strip() + ": ")
                .orElse("Answer: ");
    }

    private int load(Requester requester, ClientRequest request) throws IOException, InterruptedException {
        requireFits(request);
        var load = Load.run(requester, request, mustBeSigned(request), timeout, count, parallel);
        Map<String, Integer> answers = new LinkedHashMap<>();
        load.answers().forEach((code, times) -> answers.put(code.text(), times));
        new Table(
                        "sent",
                        "answers",
                        "unanswered",
                        "seconds",
                        "answersPerSecond",
                        "medianMillis",
                        "p99Millis",
                        "maxMillis")
                .row(
                        count,
                        answers,
                        load.unanswered(),
                        load.elapsed().toNanos() / 1e9,
                        load.rate(),
                        millis(load.percentile(0.5)),
                        millis(load.percentile(0.99)),
                        millis(load.percentile(1)))
                .printSingle(node.out(), output);
        tellWhy(load, requester);
        if (load.unanswered() == count) {
            return ExitCode.COULD_NOT;
        }
        return load.isAllGood() ? ExitCode.DONE : ExitCode.NO;
    }

    private void tellWhy(Load load, Requester requester) {
        if (load.refused() > 0) {
            node.err().println("countersign: nobody listened at " + server + " for " + load.refused() + " requests");
        }
        if (load.unanswered() > load.refused()) {
            node.err()
                    .println("countersign: some requests were not answered: "
                            + NoAnswer.why(requester.passedOver(), unsignedReplies));
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private String typed(String prompt) {
        Surroundings surroundings = node.surroundings();
        return surroundings.hiddenPrompt().map(ask -> ask.apply(prompt)).orElseGet(() -> Passwords.line(surroundings));
    }

    private InetSocketAddress target() {
        int standard = accounting ? ACCOUNTING_PORT : AUTHENTICATION_PORT;
        int colon = server.lastIndexOf(':');
        boolean hasPort = colon > 0 && (server.indexOf(':') == colon || server.charAt(colon - 1) == ']');
        String host = (hasPort ? server.substring(0, colon) : server).replaceAll("[\\[\\]]", "");
        try {
            return new InetSocketAddress(
                    address(host), hasPort ? Integer.parseInt(server.substring(colon + 1)) : standard);
        } catch (IllegalArgumentException _) {
            throw CommandRefused.invalid(
                    "'" + server + "' is no address; write 192.0.2.10, 192.0.2.10:1812 or [2001:db8::1]:1812");
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            throw CommandRefused.invalid("'" + text + "' is no IP address; write one such as 192.0.2.10, not a name");
        }
    }

    private NamedFiles files() {
        return NamedFiles.of(node.surroundings());
    }
}
