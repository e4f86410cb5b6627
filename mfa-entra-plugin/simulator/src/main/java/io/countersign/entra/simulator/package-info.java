/**
 * Entra's three services as they look from outside, for tests and the demo: token, Graph and push, over TLS on loopback. Knows nothing
 * of Countersign.
 */
@NullMarked
package io.countersign.entra.simulator;

import org.jspecify.annotations.NullMarked;
