package io.countersign.radius.administration;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.radius.identity.Attempt;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.GroupCheck;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.PasswordCheck;
import io.countersign.radius.identity.User;
import java.util.Optional;

/** A directory that a tried request meets: whatever password comes counts as the right one, and nothing is counted. */
record SupposedDirectory(Directory real, SupposedUser supposed) implements Directory {
    @Override
    public String name() {
        return real.name();
    }

    @Override
    public boolean isCalled(String prefix) {
        return real.isCalled(prefix);
    }

    @Override
    public boolean answersFor(LoginName name) {
        return real.answersFor(name);
    }

    @Override
    public Optional<User> find(LoginName name) {
        return supposed.in(real, name);
    }

    @Override
    public Optional<User> findById(String id) {
        return supposed.in(real, id);
    }

    @Override
    public Optional<User> machine(String name) {
        return real.machine(name);
    }

    @Override
    public PasswordCheck check(Optional<User> user, Attempt attempt) {
        return user.map(known -> foresee(known, attempt.evidence().method()))
                .orElse(new PasswordCheck.Wrong(Optional.empty()));
    }

    @Override
    public PasswordCheck foresee(User user, AuthenticationMethod method) {
        return supposed.isMadeUp() ? new PasswordCheck.Right(new FirstFactor.Proof.None()) : real.foresee(user, method);
    }

    @Override
    public GroupCheck group(String name) {
        return real.group(name);
    }

    @Override
    public GroupCheck groupOfSid(String sid) {
        return real.groupOfSid(sid);
    }
}
