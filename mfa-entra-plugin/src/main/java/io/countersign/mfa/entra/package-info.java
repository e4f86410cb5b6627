/**
 * Entra as a second factor: a push to Microsoft Authenticator, or a call, asked for with the interface that Microsoft's own clients use.
 */
@NullMarked
package io.countersign.mfa.entra;

import org.jspecify.annotations.NullMarked;
