/**
 * The database behind the small interfaces that other packages declare; seals secrets at rest.
 */
@NullMarked
package io.countersign.radius.store;

import org.jspecify.annotations.NullMarked;
