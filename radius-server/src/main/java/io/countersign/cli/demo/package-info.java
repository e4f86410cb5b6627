/**
 * {@code countersign demo}: a server, an RD Gateway, a VPN and an Entra tenant on one machine. Everything is real but the tenant and the two
 * clients: settings, store, plugins, policies, sockets.
 */
@NullMarked
package io.countersign.cli.demo;

import org.jspecify.annotations.NullMarked;
