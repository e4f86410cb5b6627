package io.countersign.radius.identity;

import io.countersign.policy.ReasonCode;
import io.countersign.radius.event.Printable;
import io.countersign.radius.identity.FirstFactor.Overloaded;
import io.countersign.radius.identity.FirstFactor.Passed;
import io.countersign.radius.identity.FirstFactor.Refused;
import io.countersign.radius.identity.User.AccountState;
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
        try {
            Optional<Found> found = find(with, name);
            if (found.isPresent()) {
                return check(found.get(), attempt);
            }
        } catch (AmbiguousUser several) {
            return ambiguous(ReasonCode.CREDENTIALS_MISMATCH, several);
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
            case PasswordCheck.Unknowable(var advice) ->
                new Refused(
                        ReasonCode.NO_REVERSIBLE_PASSWORD,
                        "the password of " + account(user) + " " + advice,
                        Optional.of(user));
            case PasswordCheck.Barred(var state) -> barred(user, state);
            case PasswordCheck.Busy(var why) -> new Overloaded(why);
            case PasswordCheck.CannotTell(var why) -> throw new DirectoryUnavailable(why);
        };
    }

    private static boolean isEmpty(Evidence evidence) {
        return evidence instanceof Evidence.PlainPassword(var password) && password.length() == 0;
    }

    /** Takes a client's word for who the user is. The caller has made sure that this client may vouch for users. */
    public static FirstFactor assertedBy(List<Directory> with, LoginName name, String clientName) {
        try {
            Optional<Found> found = find(with, name);
            if (found.isEmpty()) {
                return noSuchUser(ReasonCode.NO_SUCH_USER, with, name);
            }
            User user = found.get().user();
            return ifActive(user, new Identity.Asserted(user, clientName), new FirstFactor.Proof.None());
        } catch (AmbiguousUser several) {
            return ambiguous(ReasonCode.NO_SUCH_USER, several);
        }
    }

    /** Who a name is; the first directory that knows it decides. Nobody if several may be meant. */
    public static Optional<User> user(List<Directory> with, LoginName name) {
        try {
            return find(with, name).map(Found::user);
        } catch (AmbiguousUser _) {
            return Optional.empty();
        }
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
        return user.state() == AccountState.ACTIVE ? new Passed(identity, proof) : barred(user, user.state());
    }

    private static Refused barred(User user, AccountState state) {
        return new Refused(state.reason(), account(user) + " " + state.words(), Optional.of(user));
    }

    private static Refused ambiguous(ReasonCode reason, AmbiguousUser several) {
        return new Refused(reason, String.valueOf(several.getMessage()), Optional.empty());
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
