package io.countersign.radius.identity;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ReasonCode;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.ChallengeResponse.Checked;
import io.countersign.radius.identity.FirstFactor.Passed;
import io.countersign.radius.identity.FirstFactor.Refused;
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
     * Checks a password. That an account is disabled or locked is said only to who knows its password, and an unknown user costs as much
     * time as a wrong password.
     */
    public static FirstFactor prove(List<Directory> with, LoginName name, Secret password) {
        Optional<Found> found = find(with, name);
        if (found.isEmpty()) {
            with.stream().findFirst().ifPresent(directory -> directory.spendTimeOfPasswordCheck(password));
            return noSuchUser(ReasonCode.CREDENTIALS_MISMATCH, with);
        }
        User user = found.get().user();
        // The password first: whoever does not know it learns nothing about the account. An empty one is checked too,
        // for the time
        // it takes, and never matches: to an LDAP server it would be an anonymous bind.
        boolean matches = password.length() > 0
                ? found.get().directory().passwordMatches(user, password)
                : spendTime(found.get().directory(), password);
        if (!matches) {
            return wrongPassword(user);
        }
        return ifActive(user, new Identity.Proven(user, AuthenticationMethod.PAP), new FirstFactor.Proof.None());
    }

    /** Checks a response to a challenge. What is said of {@link #prove(List, LoginName, Secret)} holds here too. */
    public static FirstFactor prove(List<Directory> with, LoginName name, ChallengeResponse response) {
        Optional<Found> found = find(with, name);
        if (found.isEmpty()) {
            with.stream().findFirst().ifPresent(directory -> directory.spendTimeOfResponseCheck(response));
            return noSuchUser(ReasonCode.CREDENTIALS_MISMATCH, with);
        }
        User user = found.get().user();
        return switch (found.get().directory().check(user, response)) {
            case Checked.Right(var proof) -> ifActive(user, new Identity.Proven(user, response.method()), proof);
            case Checked.Wrong() ->
                new Refused(ReasonCode.CREDENTIALS_MISMATCH, "wrong password for " + account(user), Optional.of(user));
            case Checked.Unknowable() ->
                new Refused(
                        ReasonCode.NO_REVERSIBLE_PASSWORD,
                        "the password of " + account(user) + " is kept as a hash, which is enough for PAP only; give it"
                                + " anew with: countersign user password NAME --store reversible",
                        Optional.of(user));
        };
    }

    /** Takes a client's word for who the user is. The caller has made sure that this client may vouch for users. */
    public static FirstFactor assertedBy(List<Directory> with, LoginName name, String clientName) {
        Optional<Found> found = find(with, name);
        if (found.isEmpty()) {
            return noSuchUser(ReasonCode.NO_SUCH_USER, with);
        }
        User user = found.get().user();
        return ifActive(user, new Identity.Asserted(user, clientName), new FirstFactor.Proof.None());
    }

    private static boolean spendTime(Directory directory, Secret password) {
        directory.spendTimeOfPasswordCheck(password);
        return false;
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
            case DISABLED -> refused(ReasonCode.ACCOUNT_DISABLED, user, " is disabled");
            case LOCKED_OUT -> refused(ReasonCode.ACCOUNT_LOCKED_OUT, user, " is locked out");
        };
    }

    private static Refused refused(ReasonCode reason, User user, String what) {
        return new Refused(reason, account(user) + what, Optional.of(user));
    }

    private static Refused noSuchUser(ReasonCode reason, List<Directory> with) {
        return new Refused(reason, "no such user in " + names(with), Optional.empty());
    }

    private static Refused wrongPassword(User user) {
        return new Refused(ReasonCode.CREDENTIALS_MISMATCH, "wrong password for " + account(user), Optional.of(user));
    }

    private static String account(User user) {
        return user.directory() + "\\" + user.name();
    }

    private static String names(List<Directory> with) {
        return String.join(", ", with.stream().map(Directory::name).toList());
    }
}
