/**
 * The SPI for second factors: what a plugin is asked, and what it may answer.
 *
 * <p>A plugin names itself with an {@link io.countersign.mfa.MfaProviderFactory}, found by {@link java.util.ServiceLoader} in the
 * plugin's own class loader. The server makes one {@link io.countersign.mfa.MfaProvider} of it and calls that from many threads at
 * once. Every call has a deadline; a call that comes late, throws or returns null denies the login.
 *
 * <p>The server lets a user in on {@link io.countersign.mfa.MfaOutcome.Approved} and on nothing else. A plugin knows no packet, no
 * policy and no shared secret.
 */
@NullMarked
package io.countersign.mfa;

import org.jspecify.annotations.NullMarked;
