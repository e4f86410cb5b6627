/**
 * First factors: who a request says it comes from, and the proof of it. Directories stand behind one interface.
 */
@NullMarked
package io.countersign.radius.identity;

import org.jspecify.annotations.NullMarked;
