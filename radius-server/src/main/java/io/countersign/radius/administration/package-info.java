/**
 * What an administrator sees and changes, beside a running server or without one: policies, clients, users, groups, second factors. Every
 * change enters here. Knows the store and no socket of RADIUS.
 */
@NullMarked
package io.countersign.radius.administration;

import org.jspecify.annotations.NullMarked;
