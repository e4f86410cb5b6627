package io.countersign.radius.audit;

import java.time.Instant;

/**
 * A certificate of a settings file.
 *
 * @param name the key under which its file stands, such as {@code ca}; with a number where the file holds several
 */
public record KnownCertificate(String name, Instant from, Instant until) {}
