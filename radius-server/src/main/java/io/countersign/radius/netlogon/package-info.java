/**
 * Asks domain controllers whether a response to a challenge is that of who knows the password, as a member of the domain (MS-NRPC). A logon goes
 * in, the controller's answer with session key and groups comes out. It must not know requests, users' directories and LDAP.
 */
@NullMarked
package io.countersign.radius.netlogon;

import org.jspecify.annotations.NullMarked;
