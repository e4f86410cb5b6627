/**
 * Commands that read the audit file: which logins there were, and why one ended as it did. They know the file, and ask a running server what it
 * waits for; they open no store.
 */
@NullMarked
package io.countersign.cli.logins;

import org.jspecify.annotations.NullMarked;
