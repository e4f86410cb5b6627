/**
 * The settings file: YAML in, settings records or all problems at once out.
 */
@NullMarked
package io.countersign.radius.config;

import org.jspecify.annotations.NullMarked;
