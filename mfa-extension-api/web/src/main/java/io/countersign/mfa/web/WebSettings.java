package io.countersign.mfa.web;

import io.countersign.mfa.MfaSettings;
import io.countersign.mfa.MfaSettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How services are reached.
 *
 * @param proxy none if not said
 * @param moreAuthorities certificate authorities that are trusted beside the JDK's, such as that of a proxy that looks into TLS
 */
public record WebSettings(Optional<Proxy> proxy, List<X509Certificate> moreAuthorities) {
    private static final String AUTHORITIES = "certificate-authorities";

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

    /**
     * Reads the keys {@code proxy: address, user, password} and {@code certificate-authorities} of a plugin's block.
     *
     * @throws MfaSettingsException at the first that cannot work
     */
    public static WebSettings read(MfaSettings settings) {
        var proxy = settings.section("proxy");
        var user = proxy.text("user");
        var password = proxy.text("password");
        if (user.isPresent() != password.isPresent()) {
            throw new MfaSettingsException("proxy.user", "write both user and password, or neither");
        }
        return new WebSettings(
                proxy.text("address")
                        .map(address -> new Proxy(
                                proxyAddress(address), user.map(name -> new ProxyUser(name, password.orElseThrow())))),
                settings.file(AUTHORITIES).map(WebSettings::authorities).orElse(List.of()));
    }

    /**
     * An address of a host alone: https, no path, no user.
     *
     * @param key of the settings, where the text stands
     * @throws MfaSettingsException if it is anything else
     */
    public static URI host(String key, String text) {
        try {
            var address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if ("https".equals(address.getScheme())
                    && address.getHost() != null
                    && address.getRawPath().isEmpty()
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null
                    && address.getRawUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException wrong) {
            // told below
        }
        throw new MfaSettingsException(key, "write an address such as https://graph.microsoft.com, without a path");
    }

    private static InetSocketAddress proxyAddress(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new MfaSettingsException("proxy.address", "write host:port, such as proxy.contoso.example:3128");
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port < 1 || port > 65_535) {
            throw new MfaSettingsException("proxy.address", "a port is a number from 1 to 65535");
        }
        return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
    }

    /** The certificates of a PEM file, or of one in DER. */
    private static List<X509Certificate> authorities(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var certificates = new ArrayList<X509Certificate>();
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                certificates.add((X509Certificate) certificate);
            }
            if (certificates.isEmpty()) {
                throw new MfaSettingsException(AUTHORITIES, file + " holds no certificate");
            }
            return certificates;
        } catch (IOException failed) {
            throw new MfaSettingsException(
                    AUTHORITIES, file + (Files.exists(file) ? " cannot be read" : " does not exist"));
        } catch (GeneralSecurityException failed) {
            throw new MfaSettingsException(AUTHORITIES, file + " is no PEM file with certificates");
        }
    }
}
