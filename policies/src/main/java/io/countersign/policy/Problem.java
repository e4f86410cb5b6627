package io.countersign.policy;

/**
 * Something in a document that cannot work.
 *
 * @param what what is wrong, with the key or name it is about; one line, no full stop, no secret
 * @param fix what to write instead; one line, no full stop
 */
public record Problem(Location at, String what, String fix) {
    /** As an administrator reads it: {@code policies.yaml:31:7: what; fix}; without the place of a text that nobody sees. */
    @Override
    public String toString() {
        return (at.source().isEmpty() ? "" : at + ": ") + what + "; " + fix;
    }
}
