/**
 * {@code countersign demo}: a server, an RD Gateway, a VPN and a phone on one machine. Everything is real but the phone and the two
 * clients: settings, store, plugins, policies, sockets.
 */
@NullMarked
package io.countersign.cli.demo;

import org.jspecify.annotations.NullMarked;
