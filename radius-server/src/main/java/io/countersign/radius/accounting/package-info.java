/**
 * Accounting-Requests: each becomes a durable record, and only then is answered (RFC 2866). Knows no socket and no SQL.
 */
@NullMarked
package io.countersign.radius.accounting;

import org.jspecify.annotations.NullMarked;
