package io.countersign.radius.config;

import io.countersign.mfa.MfaSettings;
import io.countersign.policy.Problems;
import io.countersign.policy.yaml.YamlMapping;
import io.countersign.policy.yaml.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A plugin's block of the settings, or a block within it. What the plugin does not ask for is a problem in the end. */
final class PluginBlock implements MfaSettings {
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Optional<YamlMapping> block;
    private final Path folder;
    private final References references;
    private final Problems problems;
    private final Map<String, PluginBlock> sections = new LinkedHashMap<>();

    PluginBlock(Optional<YamlMapping> block, Path folder, References references, Problems problems) {
        this.block = block;
        this.folder = folder;
        this.references = references;
        this.problems = problems;
    }

    @Override
    public Optional<String> text(String key) {
        return value(key).flatMap(this::resolved);
    }

    @Override
    public Optional<Integer> number(String key, int least, int most) {
        return block.flatMap(known -> known.number(key, least, most)).map(Math::toIntExact);
    }

    @Override
    public Optional<Boolean> flag(String key) {
        return block.flatMap(known -> known.flag(key));
    }

    @Override
    public Optional<Duration> duration(String key) {
        return block.flatMap(known -> known.duration(key, Duration.ZERO, LONGEST));
    }

    @Override
    public Optional<Path> file(String key) {
        return text(key).map(folder::resolve);
    }

    @Override
    public List<String> texts(String key) {
        var texts = new ArrayList<String>();
        value(key)
                .ifPresent(value -> value.items().forEach(item -> resolved(item).ifPresent(texts::add)));
        return texts;
    }

    @Override
    public MfaSettings section(String key) {
        return sections.computeIfAbsent(
                key,
                name -> new PluginBlock(block.flatMap(known -> known.mapping(name)), folder, references, problems));
    }

    @Override
    public Set<String> keys() {
        return block.map(YamlMapping::names).orElse(Set.of());
    }

    void finish() {
        block.ifPresent(YamlMapping::finish);
        sections.values().forEach(PluginBlock::finish);
    }

    /** The same of a plugin that stopped at a problem and may not have asked for all. */
    void finishMisspelt() {
        block.ifPresent(YamlMapping::finishMisspelt);
        sections.values().forEach(PluginBlock::finishMisspelt);
    }

    private Optional<YamlValue> value(String key) {
        return block.flatMap(known -> known.value(key));
    }

    private Optional<String> resolved(YamlValue value) {
        return value.text().flatMap(text -> references.resolve(text, value.at()));
    }
}
