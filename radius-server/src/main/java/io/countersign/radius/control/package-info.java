/**
 * How commands talk to a running server: the local socket, its words, and both of its ends. What is asked for, the server itself does.
 */
@NullMarked
package io.countersign.radius.control;

import org.jspecify.annotations.NullMarked;
