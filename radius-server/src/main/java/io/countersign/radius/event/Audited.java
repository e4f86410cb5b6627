package io.countersign.radius.event;

/** What the audit file tells: a decision on a request, a request that nobody decided on, or a change by an
 * administrator. */
public sealed interface Audited permits AuthEvent, Change, DiscardedLogin {}
