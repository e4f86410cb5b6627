package io.countersign.cli.policy;

import io.countersign.policy.document.DocumentEdit;
import io.countersign.policy.document.DocumentEdit.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --kind}, where a policy of either kind is named. */
final class KindOption {
    @SuppressWarnings("checkstyle:MethodName") // the words that are typed
    enum Word {
        CONNECTION_REQUEST(Kind.CONNECTION_REQUEST_POLICY),
        NETWORK(Kind.NETWORK_POLICY);

        private final Kind kind;

        Word(Kind kind) {
            this.kind = kind;
        }

        @Override
        public String toString() {
            return this == NETWORK ? "network" : "connection-request";
        }
    }

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}: where policies of both kinds have this name.")
    private @Nullable Word word;

    Kind of(DocumentEdit document, String policy) {
        return word == null ? Edits.kind(document, policy) : word.kind;
    }

    Optional<Kind> said() {
        return Optional.ofNullable(word).map(said -> said.kind);
    }
}
