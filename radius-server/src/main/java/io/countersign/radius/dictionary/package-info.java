/**
 * Attribute names, types and values, from dictionary files; texts to attributes and back.
 */
@NullMarked
package io.countersign.radius.dictionary;

import org.jspecify.annotations.NullMarked;
