package io.countersign.mfa.entra.token;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Entra's error numbers mean for whoever set the application up, and what to do. */
final class EntraErrors {
    private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d{4,8})");

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("50034", "the application does not exist in this tenant; check tenant and client-id"),
            Map.entry("50049", "the authority is not one of Entra's; check authority and cloud"),
            Map.entry(
                    "53003", "a Conditional Access policy for workload identities blocks the application; exclude it"),
            Map.entry(
                    "65001",
                    "an administrator has not consented to the application's permissions; grant admin consent"),
            Map.entry(
                    "500011",
                    "the service is unknown in this tenant; create its service principal (countersign entra setup tells how)"
                            + " and check resource and cloud"),
            Map.entry(
                    "500014",
                    "the service principal of the service is disabled in this tenant; enable sign-in for the application"
                            + " Azure Multi-Factor Auth Connector"),
            Map.entry(
                    "700016",
                    "the application is unknown in this tenant; check client-id, and that its service principal"
                            + " exists (countersign entra setup tells how)"),
            Map.entry(
                    "700023", "the assertion was made for another tenant or cloud; check tenant, authority and cloud"),
            Map.entry("700024", "the assertion is outside its time; set this machine's clock"),
            Map.entry(
                    "700027",
                    "Entra does not know this certificate for the application; upload it"
                            + " (countersign entra setup tells how), and wait a minute after an upload"),
            Map.entry("700030", "the certificate is not valid for the application; upload a new one"),
            Map.entry(
                    "7000112", "the application is disabled in this tenant; enable sign-in for its service principal"),
            Map.entry("7000215", "the client secret is wrong; write the secret's value, not its id"),
            Map.entry("7000222", "the client secret or certificate has expired; make a new one"),
            Map.entry("90002", "there is no such tenant in this cloud; check tenant and authority"),
            Map.entry("900023", "the tenant is neither an id nor a domain; check tenant"),
            Map.entry("900382", "the application may not ask for tokens of this service; check resource and cloud"),
            Map.entry("1000502", "the certificate has expired or is not valid yet; make a new one, or set the clock"));

    private EntraErrors() {}

    /** What an error text of Entra says in plain words; the number alone where it is not known here. */
    static String told(String error) {
        return number(error)
                .map(number -> "AADSTS" + number + ": "
                        + MEANINGS.getOrDefault(
                                number,
                                "not known here; Microsoft explains it at"
                                        + " https://login.microsoftonline.com/error?code=" + number))
                .orElse("Entra gave no reason");
    }

    private static Optional<String> number(String error) {
        var match = NUMBER.matcher(error);
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
