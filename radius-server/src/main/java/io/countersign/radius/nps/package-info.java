/**
 * What leaves NPS: its exports, the registry of its MFA extension. Octets in; a policy document, the shared secrets apart from it, and a
 * report of every object out.
 *
 * <p>Whatever is in doubt lets in less than NPS did, and the report says so. Nothing here opens a file, asks a name server, or writes.
 */
@NullMarked
package io.countersign.radius.nps;

import org.jspecify.annotations.NullMarked;
