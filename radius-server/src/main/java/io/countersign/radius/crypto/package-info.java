/**
 * What RADIUS makes of a shared secret: authenticators, Message-Authenticator, hidden passwords. The only user of MD5.
 */
@NullMarked
package io.countersign.radius.crypto;

import org.jspecify.annotations.NullMarked;
