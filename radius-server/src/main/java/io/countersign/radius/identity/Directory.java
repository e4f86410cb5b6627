package io.countersign.radius.identity;

import io.countersign.policy.AuthenticationMethod;
import java.util.Optional;

/**
 * Where users are looked up and passwords are checked. May block; called on virtual threads, many at once. The two look-ups of users throw
 * {@link DirectoryUnavailable} if the directory cannot answer; the others say so by their result.
 */
public interface Directory {
    /** The name that policies use, such as {@code local}. */
    String name();

    /** Whether it answers for the domain of a name, or for names without one. At once. */
    boolean answersFor(LoginName name);

    /**
     * The user of a typed name; empty if this directory does not know the name or does not answer for its domain.
     *
     * @throws AmbiguousUser if several accounts may be meant
     */
    Optional<User> find(LoginName name);

    /** The user of an id as in {@link User#id}, as the directory knows them at this moment: never from memory. */
    Optional<User> findById(String id);

    /**
     * Checks a password. Whoever is turned away learns nothing from the time that it takes, be it that there is no such user, that the
     * password is wrong, or that the account is locked.
     *
     * @param user empty if nobody knows the name: then it takes its time and is never {@link PasswordCheck.Right}
     */
    PasswordCheck check(Optional<User> user, Attempt attempt);

    /**
     * What {@link #check} would say of the right password, without one: for whoever asks before a login whether it can work. Counts
     * nothing.
     */
    PasswordCheck foresee(User user, AuthenticationMethod method);

    /** Whether what stands before the backslash in a policy's group names this directory. At once. */
    boolean isCalled(String prefix);

    /**
     * The account of a computer that can log in, of a name as it calls itself ({@code PC-7}, {@code pc-7.corp.example}); empty where a directory
     * knows none, or has no computers.
     */
    default Optional<User> machine(String name) {
        return Optional.empty();
    }

    /** Whether there is a group of this SID ({@code S-1-5-…}). */
    GroupCheck groupOfSid(String sid);

    /** Whether there is a group of this name, written without the directory's name. */
    GroupCheck group(String name);
}
