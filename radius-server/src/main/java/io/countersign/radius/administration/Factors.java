package io.countersign.radius.administration;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.Enrolling.Credential;
import io.countersign.mfa.Enrolling.Enrolled;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.User;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.secondfactor.Login;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The users' second factors as an administrator manages them, whichever plugin keeps them. */
public final class Factors {
    /** A credential and the plugin that keeps it. */
    public record Held(String provider, Credential credential) {}

    private final List<Directory> directories;
    private final Map<String, Provider> providers;

    Factors(List<Directory> directories, Map<String, Provider> providers) {
        this.directories = List.copyOf(directories);
        this.providers = new TreeMap<>(providers);
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
     * Adds a credential.
     *
     * @param secret one that the user has already; the plugin makes one if empty
     * @throws WrongInput if there is no such provider, or it does not enrol
     * @throws io.countersign.mfa.EnrollmentRefused as the provider says
     */
    public Enrolled enroll(User user, String provider, Optional<String> secret) {
        return enrolling(provider).enroll(Login.mfaUser(user), secret);
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
        return enrolling(held.provider())
                .revoke(Login.mfaUser(user), held.credential().id());
    }

    /** Makes a locked credential work again. Answers whether it was locked. */
    public boolean unlock(User user, Held held) {
        return enrolling(held.provider())
                .unlock(Login.mfaUser(user), held.credential().id());
    }

    private Enrolling enrolling(String name) {
        return Optional.ofNullable(providers.get(name))
                .flatMap(provider -> provider.plugin().enrolling())
                .orElseThrow(() -> new WrongInput("no second factor \"" + name + "\" is enrolled here; those that are: "
                        + (enrollable().isEmpty() ? "none" : String.join(", ", enrollable()))));
    }
}
