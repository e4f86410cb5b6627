package io.countersign.radius.directory;

import com.unboundid.ldap.sdk.LDAPException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a server could not be reached or did not answer, in words for its administrator. */
final class Causes {
    private static final int DEEPEST = 10;

    private Causes() {}

    static String of(LDAPException failed) {
        var text = chain(failed).map(each -> String.valueOf(each.getMessage())).collect(Collectors.joining("\n"));
        return first(failed, UnknownHostException.class)
                .map(_ -> "there is no such host")
                .or(() -> first(failed, CertificateExpiredException.class).map(_ -> "its certificate has expired"))
                .or(() -> text.contains("PKIX path")
                        ? Optional.of("its certificate is signed by nobody who is trusted; name the PEM file of its"
                                + " authority by the key trust:")
                        : Optional.empty())
                .or(() -> isForAnotherName(text)
                        ? Optional.of("its certificate is for another name; write the name that stands in it")
                        : Optional.empty())
                .or(() -> first(failed, SSLException.class).map(e -> "TLS failed: " + e.getMessage()))
                .or(() -> text.contains("Connection refused")
                                || first(failed, ConnectException.class).isPresent()
                        ? Optional.of("connection refused")
                        : Optional.empty())
                .or(() -> first(failed, SocketTimeoutException.class).map(_ -> "no answer in time"))
                .orElseGet(() -> other(failed));
    }

    private static boolean isForAnotherName(String text) {
        return text.contains("ostname verification failed") // the SDK
                || text.contains("No subject alternative") // the JDK, of an address and of a name
                || text.contains("No name matching");
    }

    private static String other(LDAPException failed) {
        return switch (failed.getResultCode().intValue()) {
            case 81 -> "the connection was lost";
            case 85 -> "no answer in time";
            case 91 -> "no connection: " + oneLine(failed);
            default -> failed.getResultCode() + ": " + oneLine(failed);
        };
    }

    private static String oneLine(LDAPException failed) {
        var text = String.valueOf(
                failed.getDiagnosticMessage() == null ? failed.getMessage() : failed.getDiagnosticMessage());
        return text.lines().findFirst().orElse("");
    }

    private static Stream<Throwable> chain(Throwable failed) {
        return Stream.iterate(failed, each -> each != null, Throwable::getCause).limit(DEEPEST);
    }

    private static <T extends Throwable> Optional<T> first(Throwable failed, Class<T> kind) {
        return chain(failed).filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
