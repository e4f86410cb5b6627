package io.countersign.policy.document;

/** A change that a document cannot take. The message says why, and what to write instead; it carries no secret. */
public final class EditRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EditRefused(String message) {
        super(message);
    }
}
