package io.countersign.radius.directory;

/**
 * An account with the name that it has at this moment, by which controllers check passwords: of what is remembered, the name may be another's
 * by now.
 *
 * @param name its sAMAccountName
 * @param passwordSetAt its {@code pwdLastSet}: another value means another password
 */
record NamedAccount(Sid sid, String name, long passwordSetAt) {}
