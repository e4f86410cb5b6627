/**
 * Remote RADIUS server groups: a request goes out to the server whose turn it is, and its reply comes back as a verdict. What is decided
 * here is only who is asked, how often and how long.
 */
@NullMarked
package io.countersign.radius.forwarding;

import org.jspecify.annotations.NullMarked;
