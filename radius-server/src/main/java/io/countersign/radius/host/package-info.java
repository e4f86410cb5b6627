/**
 * What other packages need of the machine, in one way each: files for their owner alone, certificates in
 * files, and threads for callers whom nobody trusts to be quick. Knows the JDK and the log alone.
 */
@NullMarked
package io.countersign.radius.host;

import org.jspecify.annotations.NullMarked;
