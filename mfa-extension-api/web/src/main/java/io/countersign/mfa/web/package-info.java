/**
 * HTTPS for plugins that ask a service: trust, proxy, time-outs, and a breaker for each host. Settings and a few hosts go in, an HTTP
 * client comes out that speaks to no other host. Knows no service.
 *
 * <p>A library of each plugin that uses it, not a part of the SPI: its jar lies in the plugin's own folder and is loaded by the plugin's
 * own class loader, so two plugins may have two versions of it.
 */
@NullMarked
package io.countersign.mfa.web;

import org.jspecify.annotations.NullMarked;
