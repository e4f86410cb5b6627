/**
 * Second factors: one approval admits one login, prompts end in time, challenges are bound, single-use and expire.
 */
@NullMarked
package io.countersign.radius.secondfactor;

import org.jspecify.annotations.NullMarked;
