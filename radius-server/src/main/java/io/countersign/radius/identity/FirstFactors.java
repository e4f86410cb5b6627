package io.countersign.radius.identity;

import io.countersign.policy.ReasonCode;
import io.countersign.radius.event.Printable;
import io.countersign.radius.identity.FirstFactor.Overloaded;
import io.countersign.radius.identity.FirstFactor.Passed;
import io.countersign.radius.identity.FirstFactor.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks first factors. The first directory that knows the user decides; a wrong password never falls through to the next one. Lets
 * {@link DirectoryUnavailable} pass: what a later directory would say does not stand in for one that cannot answer.
 */
public final class FirstFactors {
    private record Found(Directory directory, User user) {}

    private FirstFactors() {}

    /**
     * Checks a password. That an account is disabled, locked or expired is said only to who knows its password; where nobody knows the name,
     * the first directory spends the time of a check.
     */
    public static FirstFactor prove(List<Directory> with, LoginName name, Attempt attempt) {
        Optional<Found> found = find(with, name);
        if (found.isPresent()) {
            return check(found.get(), attempt);
        }
        return with.isEmpty()
                ? noSuchUser(ReasonCode.CREDENTIALS_MISMATCH, with, name)
                : checkNobody(with, name, with.getFirst().check(Optional.empty(), attempt));
    }

    private static FirstFactor checkNobody(List<Directory> with, LoginName name, PasswordCheck check) {
        return switch (check) {
            case PasswordCheck.Right _, PasswordCheck.Wrong _, PasswordCheck.Unknowable _, PasswordCheck.Barred _ ->
                noSuchUser(ReasonCode.CREDENTIALS_MISMATCH, with, name);
            case PasswordCheck.Busy(var why) -> new Overloaded(why);
            case PasswordCheck.CannotTell(var why) -> throw new DirectoryUnavailable(why);
        };
    }

    private static FirstFactor check(Found found, Attempt attempt) {
        User user = found.user();
        // An empty password is nobody's: to an LDAP server it would be an anonymous bind.
        Optional<User> checked = isEmpty(attempt.evidence()) ? Optional.empty() : Optional.of(user);
        return switch (found.directory().check(checked, attempt)) {
            case PasswordCheck.Right(var proof) ->
                checked.isPresent()
                        ? ifActive(
                                user,
                                new Identity.Proven(user, attempt.evidence().method()),
                                proof)
                        : wrongPassword(user, Optional.empty());
            case PasswordCheck.Wrong(var lockedUntil) -> wrongPassword(user, lockedUntil);
            case PasswordCheck.Unknowable() ->
                new Refused(
                        ReasonCode.NO_REVERSIBLE_PASSWORD,
                        "the password of " + account(user) + " is kept as a hash, which is enough for PAP only; give it"
                                + " anew with: countersign user password " + user.name() + " --store reversible",
                        Optional.of(user));
            case PasswordCheck.Barred(var bar) -> barred(user, bar);
            case PasswordCheck.Busy(var why) -> new Overloaded(why);
            case PasswordCheck.CannotTell(var why) -> throw new DirectoryUnavailable(why);
        };
    }

    private static boolean isEmpty(Evidence evidence) {
        return evidence instanceof Evidence.PlainPassword(var password) && password.length() == 0;
    }

    /** Takes a client's word for who the user is. The caller has made sure that this client may vouch for users. */
    public static FirstFactor assertedBy(List<Directory> with, LoginName name, String clientName) {
        Optional<Found> found = find(with, name);
        if (found.isEmpty()) {
            return noSuchUser(ReasonCode.NO_SUCH_USER, with, name);
        }
        User user = found.get().user();
        return ifActive(user, new Identity.Asserted(user, clientName), new FirstFactor.Proof.None());
    }

    /** Who a name is; the first directory that knows it decides. */
    public static Optional<User> user(List<Directory> with, LoginName name) {
        return find(with, name).map(Found::user);
    }

    private static Optional<Found> find(List<Directory> with, LoginName name) {
        for (Directory directory : with) {
            Optional<User> user = directory.find(name);
            if (user.isPresent()) {
                return Optional.of(new Found(directory, user.get()));
            }
        }
        return Optional.empty();
    }

    private static FirstFactor ifActive(User user, Identity identity, FirstFactor.Proof proof) {
        return switch (user.state()) {
            case ACTIVE -> new Passed(identity, proof);
            case DISABLED -> barred(user, PasswordCheck.Bar.DISABLED);
            case LOCKED_OUT -> barred(user, PasswordCheck.Bar.LOCKED_OUT);
        };
    }

    private static Refused barred(User user, PasswordCheck.Bar bar) {
        return switch (bar) {
            case DISABLED -> refused(ReasonCode.ACCOUNT_DISABLED, user, " is disabled");
            case LOCKED_OUT -> refused(ReasonCode.ACCOUNT_LOCKED_OUT, user, " is locked out");
            case ACCOUNT_EXPIRED -> refused(ReasonCode.ACCOUNT_EXPIRED, user, " has expired");
            case PASSWORD_EXPIRED -> refused(ReasonCode.PASSWORD_MUST_CHANGE, user, " has a password that has expired");
            case MUST_CHANGE_PASSWORD ->
                refused(ReasonCode.PASSWORD_MUST_CHANGE, user, " must change the password first");
            case OUTSIDE_LOGON_HOURS -> refused(ReasonCode.INVALID_LOGON_HOURS, user, " may not log in at this hour");
            case RESTRICTED -> refused(ReasonCode.ACCOUNT_RESTRICTION, user, " may not log in from here");
        };
    }

    private static Refused refused(ReasonCode reason, User user, String what) {
        return new Refused(reason, account(user) + what, Optional.of(user));
    }

    private static Refused noSuchUser(ReasonCode reason, List<Directory> with, LoginName name) {
        String detail = with.stream().anyMatch(directory -> directory.answersFor(name))
                ? "no such user in " + names(with)
                : names(with) + " answers for no domain "
                        + Printable.of(name.netbiosDomain().orElse(""))
                        + "; for local users write it into the settings, under local: netbios-names";
        return new Refused(reason, detail, Optional.empty());
    }

    private static Refused wrongPassword(User user, Optional<Instant> lockedUntil) {
        return new Refused(
                ReasonCode.CREDENTIALS_MISMATCH,
                "wrong password for " + account(user)
                        + lockedUntil
                                .map(until -> ", which is locked until " + until)
                                .orElse(""),
                Optional.of(user));
    }

    private static String account(User user) {
        return user.directory() + "\\" + user.name();
    }

    private static String names(List<Directory> with) {
        return String.join(", ", with.stream().map(Directory::name).toList());
    }
}
