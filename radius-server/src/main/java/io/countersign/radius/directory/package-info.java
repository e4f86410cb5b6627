/**
 * Directories that are asked over LDAP: Active Directory. Settings come in; users, groups and checked passwords go out, as
 * {@link io.countersign.radius.identity.Directory} says. Knows no packet and no policy.
 */
@NullMarked
package io.countersign.radius.directory;

import org.jspecify.annotations.NullMarked;
