package io.countersign.policy;

/** Where a shared secret comes from. A document never holds one. */
public sealed interface SecretReference {
    /** {@code ${file:PATH}}: the file's content without a final line end; relative to the document's folder. */
    record FromFile(String path, Location at) implements SecretReference {}

    /** {@code ${env:NAME}}: an environment variable. */
    record FromEnvironment(String name, Location at) implements SecretReference {}

    /** {@code ${sealed}}: the one that the store already keeps for the client of this name. */
    record Sealed() implements SecretReference {}

    /** Where the document says so; where all that belongs to the secret begins if it does not. */
    default Location at(Location whole) {
        return switch (this) {
            case FromFile(var _, var at) -> at;
            case FromEnvironment(var _, var at) -> at;
            case Sealed() -> whole;
        };
    }
}
