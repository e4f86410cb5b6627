/**
 * HTTPS to the few hosts that the settings name: trust, proxy, time-outs, a breaker for each host. Knows no service.
 */
@NullMarked
package io.countersign.mfa.entra.web;

import org.jspecify.annotations.NullMarked;
