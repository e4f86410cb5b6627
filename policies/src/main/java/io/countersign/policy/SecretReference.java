package io.countersign.policy;

/** Where a shared secret comes from. A document never holds one. */
public sealed interface SecretReference {
    /** {@code ${file:PATH}}: the file's content without a final line end; relative to the document's folder. */
    record FromFile(String path) implements SecretReference {}

    /** {@code ${env:NAME}}: an environment variable. */
    record FromEnvironment(String name) implements SecretReference {}

    /** {@code ${sealed}}: the one that the store already keeps for the client of this name. */
    record Sealed() implements SecretReference {}
}
