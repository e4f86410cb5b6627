package io.countersign.mfa.contract;

import io.countersign.mfa.MfaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Settings by path, {@code push.client-id}, for tests. A value of the wrong kind throws, where the server would note it. */
public final class TestSettings implements MfaSettings {
    private final Map<String, String> all;
    private final String above;
    private final Path folder;

    /** Empty settings of a folder, which files are relative to. */
    public TestSettings(Path folder) {
        this(new LinkedHashMap<>(), "", folder);
    }

    private TestSettings(Map<String, String> all, String above, Path folder) {
        this.all = all;
        this.above = above;
        this.folder = folder;
    }

    /** Adds a value, or replaces one. */
    public TestSettings with(String path, String value) {
        all.put(path, value);
        return this;
    }

    /** Removes a value. */
    public TestSettings without(String path) {
        all.remove(path);
        return this;
    }

    @Override
    public Optional<String> text(String key) {
        return Optional.ofNullable(all.get(above + key));
    }

    @Override
    public Optional<Integer> number(String key, int least, int most) {
        return text(key).map(Integer::valueOf);
    }

    @Override
    public Optional<Boolean> flag(String key) {
        return text(key).map(Boolean::valueOf);
    }

    @Override
    public Optional<Duration> duration(String key) {
        return text(key).map(text -> Duration.parse("PT" + text));
    }

    @Override
    public Optional<Path> file(String key) {
        return text(key).map(folder::resolve);
    }

    @Override
    public List<String> texts(String key) {
        return text(key).map(text -> List.of(text.split(",", -1))).orElse(List.of());
    }

    @Override
    public MfaSettings section(String key) {
        return new TestSettings(all, above + key + ".", folder);
    }

    @Override
    public Set<String> keys() {
        return all.keySet().stream()
                .filter(path -> path.startsWith(above))
                .map(path -> path.substring(above.length()).replaceFirst("\\..*", ""))
                .collect(Collectors.toSet());
    }
}
