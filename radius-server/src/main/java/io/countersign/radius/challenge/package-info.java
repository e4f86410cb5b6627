/**
 * What a login waits for between two requests: the State of an Access-Challenge and the sealed row behind it, taken once.
 */
@NullMarked
package io.countersign.radius.challenge;

import org.jspecify.annotations.NullMarked;
