package io.countersign.cli.mfa;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.radius.administration.Factors;
import io.countersign.radius.administration.Factors.Held;
import io.countersign.radius.identity.User;

/** Finds whose credentials a command is about, and which. */
final class Holders {
    private Holders() {}

    static User require(Factors factors, String name) {
        return factors.user(name).orElseThrow(() -> CommandRefused.no("no directory knows the user \"" + name + "\""));
    }

    static Held require(Factors factors, User user, String id) {
        var held = factors.list(user).stream()
                .filter(each -> each.credential().id().equals(id))
                .toList();
        return switch (held.size()) {
            case 1 -> held.getFirst();
            case 0 ->
                throw CommandRefused.no(user.name() + " has no credential " + id + "; countersign mfa list "
                        + user.name() + " shows them");
            default -> throw CommandRefused.no("several second factors have a credential " + id + " of " + user.name());
        };
    }
}
