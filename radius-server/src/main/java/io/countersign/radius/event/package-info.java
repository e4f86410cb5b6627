/**
 * What happened, told once per decision as an {@link io.countersign.radius.event.AuthEvent}; whoever listens never decides.
 */
@NullMarked
package io.countersign.radius.event;

import org.jspecify.annotations.NullMarked;
