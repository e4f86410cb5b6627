package io.countersign.cli.mfa;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.QrCode;
import io.countersign.mfa.Enrolling.BroughtSecret;
import io.countersign.mfa.Enrolling.Notation;
import io.countersign.mfa.Enrolling.Offer;
import io.countersign.mfa.Enrolling.Others;
import io.countersign.mfa.EnrollmentRefused;
import io.countersign.mfa.MfaEvent;
import io.countersign.radius.event.Printable;
import io.countersign.radius.identity.User;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign mfa enroll}. */
@Command(
        name = "enroll",
        description =
                "Give a user a second factor. What an authenticator app reads is shown once, as a QR code and as text, and kept"
                        + " after that.",
        footer = {
            "",
            "Examples:",
            "  countersign mfa enroll alice --provider totp --verify",
            "  countersign mfa enroll alice --provider totp --replace",
            "  countersign mfa enroll bob --provider totp --secret-stdin < seed.base32"
        })
final class MfaEnroll implements Callable<Integer> {
    private static final int TRIES = 3;

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

    @ArgGroup
    private @Nullable OthersOption others;

    /** What becomes of what the user has already. */
    private static final class OthersOption {
        @Option(names = "--add", description = "The user has one already, and is to have both.")
        private boolean add;

        @Option(
                names = "--replace",
                description = "The new one takes the place of all that the user has of this provider.")
        private boolean replace;
    }

    @Option(
            names = "--verify",
            description = "Ask for a code of the new one before it is kept: on the terminal, or as the last line of"
                    + " standard input.")
    private boolean verify;

    @ArgGroup(exclusive = false)
    private @Nullable SecretOption secret;

    /** A secret that is there already. */
    private static final class SecretOption {
        @Option(
                names = "--secret-stdin",
                required = true,
                description =
                        "Take a secret that the user has already: typed on the terminal without being shown, or from"
                                + " standard input. Base32, hexadecimal, or an otpauth:// URI, which says algorithm, digits and"
                                + " period too.")
        private boolean fromInput;

        @ArgGroup
        private @Nullable NotationOption notation;

        @Option(
                names = "--short-secret",
                description =
                        "Take one of 10 octets (80 bits) or more, as many programs have given out. Default: 16 octets"
                                + " or more.")
        private boolean shortToo;

        private Notation notation() {
            if (notation != null && notation.hex) {
                return Notation.HEX;
            }
            return notation != null && notation.base32 ? Notation.BASE32 : Notation.AS_IT_LOOKS;
        }
    }

    /** How it is written. */
    private static final class NotationOption {
        @Option(names = "--hex", description = "The secret is hexadecimal.")
        private boolean hex;

        @Option(names = "--base32", description = "The secret is Base32.")
        private boolean base32;
    }

    @Option(names = "--no-qr", description = "Show the text only.")
    private boolean noQr;

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var factors = installation.factors();
            var user = Holders.require(factors, name);
            var input = new EnrollmentInput(node.surroundings(), verify);
            var offer = factors.offer(user, provider, others(), brought(input, user));
            show(offer);
            var proved = verify ? proved(offer, input, user) : offer;
            var enrolled = factors.keep(user, provider, proved);
            node.out()
                    .println("Enrolled " + user.name() + " for " + provider + ": "
                            + enrolled.credential().label() + ", credential "
                            + enrolled.credential().id() + ".");
            enrolled.replaced()
                    .forEach(gone ->
                            node.out().println("Revoked " + provider + " " + gone.id() + " of " + user.name() + "."));
            factors.unnoted().forEach(line -> node.err().println("Warning: " + line));
            return ExitCode.DONE;
        } catch (EnrollmentRefused e) {
            throw CommandRefused.no(String.valueOf(e.getMessage()));
        }
    }

    private Others others() {
        if (others != null && others.add) {
            return Others.KEPT;
        }
        return others != null && others.replace ? Others.REPLACED : Others.NONE;
    }

    private Optional<BroughtSecret> brought(EnrollmentInput input, User user) {
        return Optional.ofNullable(secret)
                .filter(option -> option.fromInput)
                .map(option -> new BroughtSecret(input.secret(user.name()), option.notation(), option.shortToo));
    }

    /** Before anything is kept: what cannot be shown is of no use to anybody. */
    private void show(Offer offer) {
        offer.uri().ifPresent(uri -> {
            if (!noQr) {
                QrCode.lines(uri)
                        .ifPresentOrElse(
                                lines -> lines.forEach(node.out()::println),
                                () -> node.err().println("Note: too long for a QR code; here is the text alone"));
            }
            node.out().println(uri);
        });
        offer.remarks().forEach(remark -> node.err().println("Note: " + Printable.whole(remark)));
        if (node.out().checkError()) {
            throw CommandRefused.no("what the app has to read could not be shown; nothing was changed");
        }
    }

    private Offer proved(Offer offer, EnrollmentInput input, User user) {
        for (int left = input.isTyped() ? TRIES : 1; ; left--) {
            try {
                return offer.provedBy(new MfaEvent.Answer(input.code(user.name())));
            } catch (EnrollmentRefused wrong) {
                if (left == 1) {
                    throw CommandRefused.no(wrong.getMessage() + "; nothing was changed");
                }
                node.err().println("Not right: " + wrong.getMessage());
            }
        }
    }
}
