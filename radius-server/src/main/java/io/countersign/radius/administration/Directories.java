package io.countersign.radius.administration;

import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.directory.ActiveDirectory;
import io.countersign.radius.directory.DirectoryRefused;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.LocalDirectory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All directories of a node: that of local users, and those of its settings. Closed, the latter hang up. */
public final class Directories implements AutoCloseable {
    private final LocalDirectory local;
    private final List<ActiveDirectory> domains;

    private Directories(LocalDirectory local, List<ActiveDirectory> domains) {
        this.local = local;
        this.domains = List.copyOf(domains);
    }

    /**
     * Makes those of the settings; connects to nothing yet.
     *
     * @throws NodeRefused if one cannot work
     */
    public static Directories of(NodeSettings settings, LocalDirectory local, InstantSource clock) {
        var domains = new ArrayList<ActiveDirectory>();
        for (var domain : settings.directories()) {
            try {
                domains.add(ActiveDirectory.of(domain, clock));
            } catch (RuntimeException refused) {
                domains.forEach(ActiveDirectory::close);
                throw refused instanceof DirectoryRefused
                        ? new NodeRefused("directory " + domain.name() + ": " + refused.getMessage(), refused)
                        : refused;
            }
        }
        return new Directories(local, domains);
    }

    /** In the order of the settings, local users first. */
    public List<Directory> all() {
        var all = new ArrayList<Directory>();
        all.add(local);
        all.addAll(domains);
        return List.copyOf(all);
    }

    /** By the name that policies use. */
    public Map<String, Directory> byName() {
        return all().stream().collect(Collectors.toUnmodifiableMap(Directory::name, Function.identity()));
    }

    /** Those that are domains. */
    public List<ActiveDirectory> domains() {
        return domains;
    }

    @Override
    public void close() {
        domains.forEach(ActiveDirectory::close);
    }
}
