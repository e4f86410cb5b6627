package io.countersign.radius.identity;

import io.countersign.radius.crypto.Secret;
import java.util.Optional;

/**
 * Where users are looked up and passwords are checked. May block; called on virtual threads, many at once. Every method throws {@link
 * DirectoryUnavailable} if the directory cannot answer.
 */
public interface Directory {
    /** The name that policies use, such as {@code local}. */
    String name();

    /** The user of a typed name; empty if this directory does not know the name or does not answer for its domain. */
    Optional<User> find(LoginName name);

    /** The user of an id as in {@link User#id}, as the directory knows them at this moment: never from memory. */
    Optional<User> findById(String id);

    /** Whether the password is the user's. Takes as long for a user who does not exist as for one who does. */
    boolean passwordMatches(User user, Secret password);

    /** Spends the time of a {@link #passwordMatches}, so that an unknown user cannot be told from a wrong password. */
    void spendTimeOfPasswordCheck(Secret password);

    /** Checks a response to a challenge. Takes as long for a user who does not exist as for one who does. */
    ChallengeResponse.Checked check(User user, ChallengeResponse response);

    /** Spends the time of a {@link #check}. */
    void spendTimeOfResponseCheck(ChallengeResponse response);

    /** Whether there is a group of this name, written without the directory's name. */
    boolean hasGroup(String group);
}
