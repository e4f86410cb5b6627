package io.countersign.mfa.entra.web;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How services are reached.
 *
 * @param proxy none if not said
 * @param moreAuthorities certificate authorities that are trusted beside the JDK's, such as that of a proxy that looks into TLS
 */
public record WebSettings(Optional<Proxy> proxy, List<X509Certificate> moreAuthorities) {
    /** Copies the list. */
    public WebSettings {
        moreAuthorities = List.copyOf(moreAuthorities);
    }

    /** An HTTP proxy, with the user it asks for if it does. */
    public record Proxy(InetSocketAddress address, Optional<ProxyUser> user) {}

    /** Who may use the proxy; shown by HTTP Basic. */
    public record ProxyUser(String name, String password) {
        /** Redacted. */
        @Override
        public String toString() {
            return "ProxyUser[name=" + name + ", password=redacted]";
        }
    }
}
