package io.countersign.cli.user;

import io.countersign.radius.administration.LocalAccounts;
import picocli.CommandLine.Option;

/** {@code --store}: how a password is kept. */
final class StorageOption {
    private enum Word {
        argon2id,
        reversible
    }

    @Option(
            names = "--store",
            paramLabel = "FORM",
            defaultValue = "argon2id",
            description =
                    "argon2id: a hash, enough for PAP. reversible: the password itself, sealed, for CHAP and MS-CHAPv2."
                            + " Default: ${DEFAULT-VALUE}.")
    private Word word = Word.argon2id;

    LocalAccounts.Storage storage() {
        return switch (word) {
            case argon2id -> LocalAccounts.Storage.ARGON2ID;
            case reversible -> LocalAccounts.Storage.REVERSIBLE;
        };
    }
}
