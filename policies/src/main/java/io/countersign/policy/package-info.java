/**
 * The policy language: text in, values and {@link io.countersign.policy.Problem}s out, and their evaluation.
 *
 * <p>Pure: no file, socket, clock or log, and no knowledge of packets. What a request says comes in as {@link
 * io.countersign.policy.Facts}; what follows from it goes out as a decision with its {@link io.countersign.policy.Trace}. The words are
 * those of Microsoft's Network Policy Server.
 */
@NullMarked
package io.countersign.policy;

import org.jspecify.annotations.NullMarked;
