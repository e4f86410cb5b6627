package io.countersign.radius.forwarding;

import io.countersign.policy.RemoteServer;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.Service;
import java.net.InetSocketAddress;

/** A remote RADIUS server with its shared secret. */
public record Server(RemoteServer definition, Secret secret) {
    String name() {
        return definition.name();
    }

    /** For people: {@code partner-01 at 192.0.2.20:1812}. */
    String text(Service service) {
        return text(definition, service);
    }

    /** The same of one whose secret is not known. */
    public static String text(RemoteServer definition, Service service) {
        return definition.name() + " at " + Printable.address(address(definition, service));
    }

    InetSocketAddress address(Service service) {
        return address(definition, service);
    }

    private static InetSocketAddress address(RemoteServer definition, Service service) {
        return new InetSocketAddress(
                definition.address(),
                switch (service) {
                    case AUTHENTICATION -> definition.authenticationPort();
                    case ACCOUNTING -> definition.accountingPort();
                });
    }
}
