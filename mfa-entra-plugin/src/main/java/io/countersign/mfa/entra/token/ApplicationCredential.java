package io.countersign.mfa.entra.token;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** How an application proves itself to Entra. */
public sealed interface ApplicationCredential {
    /**
     * A certificate that is registered for the application, and its RSA key.
     *
     * @param chain the certificate itself first
     */
    record Certificate(PrivateKey key, List<X509Certificate> chain) implements ApplicationCredential {
        /** Copies the chain and checks that there is one. */
        public Certificate {
            chain = List.copyOf(chain);
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("a key without its certificate");
            }
        }

        /** The certificate itself. */
        public X509Certificate own() {
            return chain.getFirst();
        }

        /** Redacted. */
        @Override
        public String toString() {
            return "Certificate[" + own().getSubjectX500Principal() + "]";
        }
    }

    /** A word that Entra and the application share. */
    record ClientSecret(String secret) implements ApplicationCredential {
        /** Redacted. */
        @Override
        public String toString() {
            return "ClientSecret[redacted]";
        }
    }
}
