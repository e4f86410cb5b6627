package io.countersign.mfa;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A plugin's own block of the settings, {@code mfa: NAME:}. Reading a key makes it known. A value of the wrong kind is noted, answered
 * as absent, and stops the start with file, line and key once the factory has returned; so every problem is told at once.
 *
 * <p>Used by one thread, while {@link MfaProviderFactory#create} runs.
 */
public interface MfaSettings {
    /** A text; {@code ${file:…}} and {@code ${env:…}} are already replaced. */
    Optional<String> text(String key);

    /** A whole number within a range, both ends included. */
    Optional<Integer> number(String key, int least, int most);

    /** {@code true} or {@code false}. */
    Optional<Boolean> flag(String key);

    /** A duration such as {@code 30s}, {@code 5m} or {@code 12h}. */
    Optional<Duration> duration(String key);

    /** A file, relative to the folder of the settings. It need not exist. */
    Optional<Path> file(String key);

    /** A list of texts; a single text is a list of one; empty if absent. */
    List<String> texts(String key);

    /** A block within this one; an empty block if absent. */
    MfaSettings section(String key);

    /** The keys of this block in the order of the file, for blocks whose keys are names. Reading them makes none known. */
    Set<String> keys();
}
