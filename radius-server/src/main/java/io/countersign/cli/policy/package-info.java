/**
 * {@code countersign policy …}: policies and RADIUS clients as numbered revisions.
 */
@NullMarked
package io.countersign.cli.policy;

import org.jspecify.annotations.NullMarked;
