/**
 * Hears {@link io.countersign.radius.event.AuthEvent}s: the audit file and the metrics. Never decides.
 */
@NullMarked
package io.countersign.radius.audit;

import org.jspecify.annotations.NullMarked;
