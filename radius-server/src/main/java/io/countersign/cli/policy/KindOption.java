package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.policy.document.DocumentEdit;
import io.countersign.policy.document.ItemKind;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --kind}, where a policy of either kind is named. */
final class KindOption {
    /** The words that are typed. */
    enum Word {
        CONNECTION_REQUEST(ItemKind.CONNECTION_REQUEST_POLICY, "connection-request"),
        NETWORK(ItemKind.NETWORK_POLICY, "network");

        private final ItemKind kind;
        private final String typed;

        Word(ItemKind kind, String typed) {
            this.kind = kind;
            this.typed = typed;
        }

        @Override
        public String toString() {
            return typed;
        }
    }

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}: where policies of both kinds have this name.")
    private @Nullable Word word;

    /** The kind that was said, else the one that has a policy of this name. */
    ItemKind of(DocumentEdit document, String policy) {
        if (word != null) {
            return word.kind;
        }
        var kinds = kinds().filter(kind -> document.has(kind, policy)).toList();
        if (kinds.isEmpty()) {
            var known = kinds().flatMap(kind -> document.names(kind).stream()).toList();
            throw CommandRefused.unknown("policy", policy, known, "countersign policy list");
        }
        if (kinds.size() > 1) {
            throw CommandRefused.invalid("there is a connection request policy and a network policy \"" + policy
                    + "\"; say which by --kind connection-request or --kind network");
        }
        return kinds.getFirst();
    }

    Optional<ItemKind> said() {
        return Optional.ofNullable(word).map(said -> said.kind);
    }

    private static Stream<ItemKind> kinds() {
        return Stream.of(Word.values()).map(typed -> typed.kind);
    }
}
