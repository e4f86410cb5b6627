package io.countersign.mfa.totp;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.Enrolling.Enrolled;
import io.countersign.mfa.Enrolling.Others;
import io.countersign.mfa.EnrollmentRefused;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A token that is not kept yet.
 *
 * @param isNew whether the user's app has yet to read it
 * @param origin what the URI that was brought says that it is of
 */
record TotpOffer(
        TotpEnrolling enrolling, MfaUser user, Others others, Token token, boolean isNew, Optional<String> origin)
        implements Enrolling.Offer {
    /** So far a clock is looked for that is off, to name the cause of a code that is not right. */
    private static final Duration CLOCK_OFF = Duration.ofHours(1);

    private static final String PLAIN_CODES = "SHA1, 6 digits, 30 s";

    @Override
    public Optional<String> uri() {
        return isNew ? Optional.of(KeyUri.of(issuer(), account(), key())) : Optional.empty();
    }

    /** Apps take what follows a colon in the account for something else, or refuse the QR code. */
    private String account() {
        return user.loginName().replace(':', '_');
    }

    @Override
    public List<String> remarks() {
        var remarks = new ArrayList<String>();
        origin.ifPresent(of -> remarks.add("the URI says that it is of " + of));
        if (!key().isPlain()) {
            remarks.add("not every app computes " + key().label()
                    + ": Microsoft Authenticator, Google Authenticator and others"
                    + " may go on with " + PLAIN_CODES + ", whatever the QR code says, and their codes would be wrong; "
                    + PLAIN_CODES + " works everywhere (mfa.totp in the settings), and --verify proves one app");
        }
        if (isNew && issuer().matches(".*[&#?+%].*")) {
            remarks.add("some apps refuse a QR code whose issuer has one of & # ? + %; mfa.totp.issuer is \"" + issuer()
                    + "\"");
        }
        if (isNew && !account().equals(user.loginName())) {
            remarks.add("apps refuse an account with a colon; they will show " + account());
        }
        return List.copyOf(remarks);
    }

    @Override
    public List<String> weaknesses() {
        return key().seed().weakness().stream().toList();
    }

    @Override
    public TotpOffer provedBy(MfaEvent.Answer answer) {
        var now = enrolling.now();
        var code = answer.code()
                .filter(typed -> typed.length() >= 6 && typed.length() <= 8)
                .orElseThrow(() -> new EnrollmentRefused(
                        "this is no code; type the " + key().digits() + " digits that the device shows"));
        var step = code.length() == key().digits()
                ? token.stepOf(code, now, enrolling.settings().window())
                : OptionalLong.empty();
        if (step.isEmpty()) {
            throw new EnrollmentRefused(whyWrong(code));
        }
        return new TotpOffer(enrolling, user, others, token.accepted(step.getAsLong(), now), isNew, origin);
    }

    /** What most often is the cause: a clock that is off, or an app that ignores what it was told. */
    private String whyWrong(String code) {
        return clockOff(code)
                .or(() -> otherwiseComputed(code))
                .orElse("the code is not of this secret; type the code that the device shows now");
    }

    private Optional<String> clockOff(String code) {
        long present = key().step(enrolling.now());
        long far = CLOCK_OFF.dividedBy(key().period());
        return LongStream.rangeClosed(-far, far)
                .filter(off -> present + off >= 0 && key().code(present + off).equals(code))
                .mapToObj(off -> "the code is right for a clock that is " + minutes(off)
                        + (off > 0 ? " ahead" : " behind") + "; set the time of the device, or of this machine")
                .findFirst();
    }

    private String minutes(long steps) {
        long seconds = Math.abs(steps) * key().period().toSeconds();
        return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }

    private Optional<String> otherwiseComputed(String code) {
        return otherKeys(code.length())
                .filter(other -> other.stepOf(
                                code, enrolling.now(), enrolling.settings().window())
                        .isPresent())
                .map(other -> "the device shows codes of " + other.key().label() + ", not of " + key().label()
                        + ": it ignores what the QR code says; use another app, or change mfa.totp in the settings")
                .findFirst();
    }

    private Stream<Token> otherKeys(int digits) {
        return Stream.of(Algorithm.values())
                .flatMap(algorithm -> Stream.of(Duration.ofSeconds(30), Duration.ofSeconds(60))
                        .map(period -> new CodeKey(key().seed(), algorithm, digits, period)))
                .map(other -> Token.enrolled(token.id(), other, enrolling.now()));
    }

    @Override
    public Enrolled keep() {
        return enrolling.keep(user, others, token);
    }

    private CodeKey key() {
        return token.key();
    }

    private String issuer() {
        return enrolling.settings().issuer();
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "TotpOffer[redacted]";
    }
}
