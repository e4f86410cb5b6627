package io.countersign.cli.policy;

import io.countersign.policy.document.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a policy is to stand: the first that matches decides. One of the four. */
final class PlaceOptions {
    @Option(names = "--first", description = "Before all others.")
    private boolean first;

    @Option(names = "--last", description = "Behind all others.")
    private boolean last;

    @Option(names = "--before", paramLabel = "POLICY", description = "Just before this one.")
    private @Nullable String before;

    @Option(names = "--after", paramLabel = "POLICY", description = "Just behind this one.")
    private @Nullable String after;

    /** Empty if nothing was said. */
    Optional<Place> place() {
        if (before != null) {
            return Optional.of(new Place.Before(before));
        }
        if (after != null) {
            return Optional.of(new Place.After(after));
        }
        if (first) {
            return Optional.of(new Place.First());
        }
        return last ? Optional.of(new Place.Last()) : Optional.empty();
    }
}
