/**
 * Finds the Entra account of a user whom a directory has identified, by Microsoft Graph. In: what the directory knows. Out: exactly one
 * enabled account, or why not. Prompts nobody.
 */
@NullMarked
package io.countersign.mfa.entra.user;

import org.jspecify.annotations.NullMarked;
