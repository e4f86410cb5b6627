/**
 * One-time codes of an authenticator app (RFC 6238), asked for by Access-Challenge.
 *
 * <p>A code is accepted once: the step it belongs to is written before the login is approved. Wrong codes are counted in the same
 * record, so that guesses made at the same time count as well.
 */
@NullMarked
package io.countersign.mfa.totp;

import org.jspecify.annotations.NullMarked;
