package io.countersign.cli.logins;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.CaseFolding;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.audit.AuditLine;
import io.countersign.radius.audit.AuditSearch;
import io.countersign.radius.audit.UserNamed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit file of a node, for the command that reads it. */
final class Trail {
    private final NodeOption node;
    private @Nullable Path file;

    Trail(NodeOption node) {
        this.node = node;
    }

    /** Whether a client is the one that an option names, if it names one. */
    static boolean isWanted(@Nullable String option, Optional<String> client) {
        return option == null || (client.isPresent() && CaseFolding.same(client.get(), option));
    }

    /** Whether a user is the one that is looked for, if one is. */
    static boolean isWanted(Optional<UserNamed> user, Optional<String> userName) {
        return user.isEmpty() || userName.filter(user.get()::matches).isPresent();
    }

    NodeOption node() {
        return node;
    }

    ZoneId zone() {
        return ZoneId.systemDefault();
    }

    Instant now() {
        return node.surroundings().environment().clock().instant();
    }

    PastTime time(String option, String text) {
        return PastTime.read(option, text, ZonedDateTime.ofInstant(now(), zone()));
    }

    /** As the settings name it, which are read once. */
    Path file() {
        if (file == null) {
            file = Installation.auditFile(
                    node.settingsFile(), node.surroundings().environment());
        }
        return file;
    }

    List<AuditLine> find(AuditSearch.Wanted wanted) {
        try {
            return new AuditSearch(file()).find(wanted);
        } catch (AccessDeniedException e) {
            throw CommandRefused.couldNot(e.getFile() + ": this user may not read it; run as the user of the server");
        } catch (IOException e) {
            throw CommandRefused.couldNot("the audit file " + file() + " cannot be read: " + e.getMessage());
        }
    }
}
