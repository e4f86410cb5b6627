/**
 * A strict reader for YAML 1.2 documents: text in; typed values, each with its place, and {@link io.countersign.policy.Problems} out.
 *
 * <p>Used by every document an administrator writes: {@link io.countersign.policy.yaml.YamlDocument} parses, {@link
 * io.countersign.policy.yaml.YamlMapping} answers by key, {@link io.countersign.policy.yaml.YamlValue} by type. It knows no key of any
 * document, makes no objects, reads no file, and leaves out what can surprise: anchors, aliases, tags, merge keys, several documents.
 */
@NullMarked
package io.countersign.policy.yaml;

import org.jspecify.annotations.NullMarked;
