/**
 * What RADIUS makes of a shared secret: authenticators, Message-Authenticator, hidden passwords; and what domain controllers make of a machine
 * account's. The only user of MD5, MD4 and DES.
 */
@NullMarked
package io.countersign.radius.crypto;

import org.jspecify.annotations.NullMarked;
