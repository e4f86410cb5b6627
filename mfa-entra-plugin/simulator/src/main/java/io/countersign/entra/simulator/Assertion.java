package io.countersign.entra.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks a client assertion: a JWT, signed with the key of a certificate that the application has. */
record Assertion(Tenant.App app, String endpoint, InstantSource clock) {
    void check(String jwt) throws SimulatedLogin.Refused {
        var parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            throw new SimulatedLogin.Refused(700021, "Client assertion is malformed.");
        }
        try {
            var header = json(parts[0]);
            var certificate = certificate(header)
                    .orElseThrow(() -> new SimulatedLogin.Refused(
                            700027,
                            "The certificate with identifier used to sign the client"
                                    + " assertion is not registered on application."));
            if (!signed(header, parts[0] + "." + parts[1], parts[2], certificate)) {
                throw new SimulatedLogin.Refused(700027, "Client assertion failed signature validation.");
            }
            if (certificate.getNotAfter().toInstant().isBefore(clock.instant())) {
                throw new SimulatedLogin.Refused(
                        1000502, "The provided certificate is not within its specified validity window.");
            }
            checkClaims(json(parts[1]));
        } catch (IOException | JacksonException | IllegalArgumentException | GeneralSecurityException malformed) {
            throw new SimulatedLogin.Refused(700021, "Client assertion is malformed.");
        }
    }

    private void checkClaims(JsonNode claims) throws SimulatedLogin.Refused {
        long now = clock.instant().getEpochSecond();
        if (!claims.path("aud").asString("").equals(endpoint)) {
            throw new SimulatedLogin.Refused(700023, "Client assertion audience claim does not match Realm issuer.");
        }
        if (!app.clientId().equalsIgnoreCase(claims.path("iss").asString(""))
                || !app.clientId().equalsIgnoreCase(claims.path("sub").asString(""))) {
            throw new SimulatedLogin.Refused(700022, "Client assertion contains an invalid issuer or subject.");
        }
        if (claims.path("exp").asLong(0) <= now || claims.path("nbf").asLong(0) > now + 300) {
            throw new SimulatedLogin.Refused(700024, "Client assertion is not within its valid time range.");
        }
    }

    private Optional<X509Certificate> certificate(JsonNode header) throws IOException, GeneralSecurityException {
        for (var file : app.certificates()) {
            if (Files.exists(file)) {
                var certificate = read(file);
                if (isThumbprint(header.path("x5t").asString(""), certificate, "SHA-1")
                        || isThumbprint(header.path("x5t#S256").asString(""), certificate, "SHA-256")) {
                    return Optional.of(certificate);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean signed(JsonNode header, String text, String signature, X509Certificate certificate)
            throws GeneralSecurityException {
        var algorithm = header.path("alg").asString("");
        var verifier = Signature.getInstance(algorithm.equals("PS256") ? "RSASSA-PSS" : "SHA256withRSA");
        if (algorithm.equals("PS256")) {
            verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        } else if (!algorithm.equals("RS256")) {
            return false;
        }
        verifier.initVerify(certificate);
        verifier.update(text.getBytes(StandardCharsets.US_ASCII));
        return verifier.verify(Base64.getUrlDecoder().decode(signature));
    }

    private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** In Base64, with either alphabet: RFC 7515 §4.1.7 asks for the one of URLs, MSAL writes the other, Entra takes both. */
    private static boolean isThumbprint(String text, X509Certificate certificate, String digest)
            throws GeneralSecurityException {
        var thumbprint = MessageDigest.getInstance(digest).digest(certificate.getEncoded());
        var plain = text.replace('-', '+').replace('_', '/');
        return MessageDigest.isEqual(Base64.getDecoder().decode(plain), thumbprint);
    }

    private static JsonNode json(String part) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(part));
    }
}
