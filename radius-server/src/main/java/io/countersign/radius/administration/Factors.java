package io.countersign.radius.administration;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.Enrolling.BroughtSecret;
import io.countersign.mfa.Enrolling.Credential;
import io.countersign.mfa.Enrolling.Enrolled;
import io.countersign.mfa.Enrolling.Offer;
import io.countersign.mfa.Enrolling.Others;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.User;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.secondfactor.Login;
import io.countersign.radius.store.ChangeLog;
import io.countersign.radius.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The users' second factors as an administrator manages them, whichever plugin keeps them. */
public final class Factors {
    /** A credential and the plugin that keeps it. */
    public record Held(String provider, Credential credential) {}

    private final List<Directory> directories;
    private final Map<String, Provider> providers;

    private final ChangeLog log;
    private final Author author;
    private final List<String> unnoted = new ArrayList<>();

    Factors(List<Directory> directories, Map<String, Provider> providers, ChangeLog log, Author author) {
        this.directories = List.copyOf(directories);
        this.providers = new TreeMap<>(providers);
        this.log = log;
        this.author = author;
    }

    /** The user of a typed name, in the first directory that knows them. */
    public Optional<User> user(String typed) {
        var name = LoginName.parse(typed);
        return directories.stream()
                .flatMap(directory -> directory.find(name).stream())
                .findFirst();
    }

    /** The providers whose credentials Countersign manages, by name. */
    public List<String> enrollable() {
        return providers.values().stream()
                .filter(provider -> provider.plugin().enrolling().isPresent())
                .map(Provider::name)
                .toList();
    }

    /**
     * Makes a credential and keeps nothing.
     *
     * @param secret one that the user has already; the plugin makes one if empty
     * @throws WrongInput if there is no such provider, or it does not enrol
     * @throws io.countersign.mfa.EnrollmentRefused as the provider says
     */
    public Offer offer(User user, String provider, Others others, Optional<BroughtSecret> secret) {
        var enrolling = enrolling(provider);
        log.requireWritable();
        return enrolling.offer(Login.mfaUser(user), others, secret);
    }

    /**
     * Keeps a credential that was offered.
     *
     * @throws io.countersign.mfa.EnrollmentRefused as the provider says
     */
    public Enrolled keep(User user, String provider, Offer offer) {
        log.requireWritable();
        var enrolled = offer.keep();
        var added = new Held(provider, enrolled.credential());
        var lines = new ArrayList<String>();
        lines.add("+ " + named(user, added));
        enrolled.replaced().forEach(gone -> lines.add("- " + named(user, new Held(provider, gone))));
        note(
                user,
                lines,
                offer.weaknesses().stream()
                        .map(weakness -> named(user, added) + ": " + weakness)
                        .toList());
        return enrolled;
    }

    /** A user's credentials, by provider and age. */
    public List<Held> list(User user) {
        return providers.values().stream()
                .flatMap(provider -> provider.plugin().enrolling().stream()
                        .flatMap(enrolling -> enrolling.credentials(Login.mfaUser(user)).stream())
                        .map(credential -> new Held(provider.name(), credential)))
                .toList();
    }

    /** Removes a credential. Answers whether there was one. */
    public boolean revoke(User user, Held held) {
        var enrolling = enrolling(held.provider());
        log.requireWritable();
        boolean revoked =
                enrolling.revoke(Login.mfaUser(user), held.credential().id());
        if (revoked) {
            note(user, List.of("- " + named(user, held)), List.of());
        }
        return revoked;
    }

    /** Makes a locked credential work again, and forgets what was learnt of the device. Answers whether there was anything to do. */
    public boolean unlock(User user, Held held) {
        var enrolling = enrolling(held.provider());
        log.requireWritable();
        boolean unlocked =
                enrolling.unlock(Login.mfaUser(user), held.credential().id());
        if (unlocked) {
            var weaker = held
                    .credential()
                    .lockedBecause()
                    .map(_ -> named(user, held) + ": works again after wrong codes")
                    .stream()
                    .toList();
            note(user, List.of("~ " + named(user, held)), weaker);
        }
        return unlocked;
    }

    private static String named(User user, Held held) {
        return held.provider() + " " + held.credential().id() + " of " + user.name();
    }

    /** What was done, but could not be noted in the change log; one line each. */
    public List<String> unnoted() {
        return List.copyOf(unnoted);
    }

    /**
     * A plugin keeps its records by itself: what it has done is noted right afterwards. It is done then, and must be told, whatever becomes
     * of the note.
     */
    private void note(User user, List<String> lines, List<String> weaker) {
        try {
            log.note(new Deed(Set.of(Kind.FACTORS), author, lines, weaker), Optional.of(user.id()));
        } catch (StoreException failed) {
            unnoted.add("\"" + String.join("\", \"", lines) + "\" was done, but the change log could not be written: "
                    + failed.getMessage());
        }
    }

    private Enrolling enrolling(String name) {
        return Optional.ofNullable(providers.get(name))
                .flatMap(provider -> provider.plugin().enrolling())
                .orElseThrow(() -> new WrongInput("no second factor \"" + name + "\" is enrolled here; those that are: "
                        + (enrollable().isEmpty() ? "none" : String.join(", ", enrollable()))));
    }
}
