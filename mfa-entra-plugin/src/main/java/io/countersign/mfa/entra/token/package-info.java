/**
 * Access tokens: an application shows its credential, Entra gives a token for one service. Knows what Entra's errors mean.
 */
@NullMarked
package io.countersign.mfa.entra.token;

import org.jspecify.annotations.NullMarked;
