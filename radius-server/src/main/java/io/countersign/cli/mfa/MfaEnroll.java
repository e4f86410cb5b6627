package io.countersign.cli.mfa;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.Passwords;
import io.countersign.cli.terminal.QrCode;
import io.countersign.mfa.Enrolling.Enrolled;
import io.countersign.mfa.EnrollmentRefused;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign mfa enroll}. */
@Command(
        name = "enroll",
        description =
                "Give a user a second factor. What an authenticator app reads is shown once, as a QR code and as text.",
        footer = {
            "",
            "Examples:",
            "  countersign mfa enroll alice --provider totp",
            "  countersign mfa enroll bob --provider totp --secret-stdin < seed.base32"
        })
final class MfaEnroll implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(paramLabel = "USER", description = "The login name, with its domain if it needs one.")
    private String name = "";

    @Option(
            names = {"-p", "--provider"},
            required = true,
            paramLabel = "NAME",
            description = "The second factor, such as totp.")
    private String provider = "";

    @Option(
            names = "--secret-stdin",
            description = "Read a secret that the user has already from standard input, one line.")
    private boolean secretFromInput;

    @Option(names = "--no-qr", description = "Show the text only.")
    private boolean noQr;

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var factors = installation.factors();
            var user = Holders.require(factors, name);
            var secret = secretFromInput ? Optional.of(Passwords.line(node.surroundings())) : Optional.<String>empty();
            var enrolled = factors.enroll(user, provider, secret);
            show(enrolled, secret.isPresent());
            node.out()
                    .println("Enrolled " + user.name() + " for " + provider + ": "
                            + enrolled.credential().label() + ", credential "
                            + enrolled.credential().id() + ".");
            factors.unnoted().forEach(line -> node.err().println("Warning: " + line));
            return ExitCode.DONE;
        } catch (EnrollmentRefused e) {
            throw CommandRefused.no(String.valueOf(e.getMessage()));
        }
    }

    private void show(Enrolled enrolled, boolean known) {
        if (enrolled.uri().isEmpty() || known) {
            return;
        }
        var uri = enrolled.uri().get();
        if (!noQr) {
            QrCode.lines(uri).forEach(node.out()::println);
        }
        node.out().println(uri);
    }
}
