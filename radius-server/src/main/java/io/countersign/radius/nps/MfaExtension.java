package io.countersign.radius.nps;

import io.countersign.radius.nps.ReportLine.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of the MFA extension of NPS, from an export of its key in the registry, as settings of the second factor {@code entra}.
 *
 * @param tenant whose second factors are asked; empty if the file does not say it
 * @param cloud in the words of the settings; empty for Microsoft's public one
 * @param attribute of the directory that holds a user's name in Entra; empty if nothing is said of it
 * @param report of every value
 */
public record MfaExtension(
        Optional<String> tenant, Optional<String> cloud, Optional<String> attribute, List<ReportLine> report) {
    private static final String KEY = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\AzureMfa";
    private static final String VALUE = "value";

    /** The application that the extension is in every tenant. */
    private static final String CLIENT_ID = "981f26a1-7f43-403b-a875-f8b09b8cd720";

    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

    /** The clouds by the hosts of their services. */
    private static final Map<String, String> CLOUDS = Map.of(
            "login.microsoftonline.com", "public",
            "strongauthenticationservice.auth.microsoft.com", "public",
            "adnotifications.windowsazure.com", "public",
            "login.microsoftonline.us", "us-government",
            "strongauthenticationservice.auth.microsoft.us", "us-government",
            "adnotifications.windowsazure.us", "us-government",
            "login.chinacloudapi.cn", "china",
            "strongauthenticationservice.auth.microsoft.cn", "china",
            "adnotifications.windowsazure.cn", "china");

    /** Copies the list. */
    public MfaExtension {
        report = List.copyOf(report);
    }

    /**
     * Reads the text of a file.
     *
     * @throws UnreadableExport if it is no export of the registry, or of another key
     */
    public static MfaExtension read(String text) {
        var values = RegistryFile.read(text)
                .values(KEY)
                .orElseThrow(() -> new UnreadableExport("does not have the key " + KEY
                        + "; make it with: reg export HKLM\\SOFTWARE\\Microsoft\\AzureMfa FILE.reg"));
        return new Reading().of(values);
    }

    /** The block for the settings; empty if there is nothing to write. */
    public String block() {
        var block = new StringBuilder();
        tenant.ifPresent(id -> block.append("    tenant: ").append(id).append('\n'));
        cloud.ifPresent(word -> block.append("    cloud: ").append(word).append('\n'));
        attribute.ifPresent(name -> block.append("    users:\n      attribute: ")
                .append(name)
                .append("\n      property: userPrincipalName\n"));
        return block.isEmpty() ? "" : "mfa:\n  entra:\n" + block;
    }

    /** One pass over the values. */
    private static final class Reading {
        private final List<ReportLine> report = new ArrayList<>();
        private final Map<String, String> clouds = new LinkedHashMap<>();
        private Optional<String> tenant = Optional.empty();
        private Optional<String> attribute = Optional.empty();

        MfaExtension of(Map<String, String> values) {
            values.forEach(this::value);
            var distinct = clouds.values().stream().distinct().toList();
            if (distinct.size() > 1) {
                report.add(ReportLine.notImported(
                        VALUE, "cloud", "its addresses are of several clouds: " + String.join(", ", distinct)));
            }
            return new MfaExtension(
                    tenant,
                    distinct.size() == 1
                            ? Optional.of(distinct.getFirst()).filter(word -> !word.equals("public"))
                            : Optional.empty(),
                    attribute,
                    report);
        }

        private void value(String name, String value) {
            switch (name) {
                case "TENANT_ID" -> {
                    tenant = Optional.of(value).filter(id -> TENANT.matcher(id).matches());
                    told(name, tenant.isPresent(), "it is no tenant");
                }
                case "CLIENT_ID" ->
                    told(
                            name,
                            value.equalsIgnoreCase(CLIENT_ID),
                            "it is not Microsoft's application; write push.client-id");
                case "STS_URL", "AZURE_MFA_HOSTNAME", "AZURE_MFA_RESOURCE_HOSTNAME" -> address(name, value);
                case "LDAP_ALTERNATE_LOGINID_ATTRIBUTE" -> {
                    attribute = Optional.of(value)
                            .filter(text -> ATTRIBUTE.matcher(text).matches());
                    told(name, attribute.isPresent() || value.isEmpty(), "it is no name of an attribute");
                }
                case "OVERRIDE_NUMBER_MATCHING_WITH_OTP" -> numberMatching(name, value);
                case "REQUIRE_USER_MATCH" -> userMatch(name, value);
                default -> report.add(ReportLine.notImported(VALUE, name, why(name)));
            }
        }

        private void address(String name, String value) {
            var host =
                    value.toLowerCase(Locale.ROOT).replaceFirst("^https://", "").replaceFirst("/.*", "");
            var known = Optional.ofNullable(CLOUDS.get(host));
            known.ifPresent(word -> clouds.put(name, word));
            told(
                    name,
                    known.isPresent(),
                    "it is of no cloud that is known; write authority, push.host or push.resource");
        }

        private void numberMatching(String name, String value) {
            if (value.equals("FALSE")) {
                told(name, true, "");
            } else {
                changed(
                        name,
                        "the extension asks who has an app for a code; here a push asks Approve or Deny. For codes where a client"
                                + " can be challenged, write push.methods: [push, call, code]");
            }
        }

        private void userMatch(String name, String value) {
            if (value.equals("FALSE")) {
                report.add(ReportLine.notImported(
                        VALUE,
                        name,
                        "the extension lets in whoever has registered nothing; here a policy may, for a group until a date:"
                                + " mfa.not-enrolled"));
            } else {
                told(name, true, "");
            }
        }

        private static String why(String name) {
            return switch (name) {
                case "CLIENT_CERT_IDENTIFIER" ->
                    "its private key stays on that machine; countersign entra setup makes another beside it";
                case "AZURE_MFA_TARGET_PATH" -> "the path is known";
                case "IP_WHITELIST" ->
                    "an address from which nobody is asked is a policy of its own here: nas-ip-address in when:, and mfa: none";
                case "LDAP_FORCE_GLOBAL_CATALOG", "LDAP_LOOKUP_FORESTS" ->
                    "where users are looked up is said by directories: in the settings, and with: in the policies";
                case "VERBOSE_LOG" -> "countersign serve --log-level debug";
                default -> "is not known";
            };
        }

        private void told(String name, boolean good, String otherwise) {
            report.add(
                    good
                            ? new ReportLine(VALUE, name, Outcome.IMPORTED, List.of())
                            : ReportLine.notImported(VALUE, name, otherwise));
        }

        private void changed(String name, String how) {
            report.add(new ReportLine(VALUE, name, Outcome.CHANGED, List.of(how)));
        }
    }
}
