package io.countersign.radius.audit;

import java.nio.file.Path;

/**
 * Where the audit goes.
 *
 * @param file one line of JSON per decision; {@code audit.jsonl} in the data folder if not said
 */
public record AuditSettings(Path file) {}
