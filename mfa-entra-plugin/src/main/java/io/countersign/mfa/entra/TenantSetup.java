package io.countersign.mfa.entra;

import io.countersign.mfa.MfaSettingsException;
import io.countersign.mfa.MfaSetup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the two certificates and a PowerShell script that an administrator of the tenant runs, and tells every step. Countersign itself
 * never holds an administrator's rights.
 */
final class TenantSetup implements MfaSetup {
    private static final int STANDARD_DAYS = 365;
    private static final int MOST_DAYS = 1_095;

    @Override
    public List<Option> options() {
        return List.of(
                new Option("tenant", "The tenant's id or one of its domains. Required."),
                new Option("cloud", "One of " + Cloud.words() + "; default public."),
                new Option(
                        "days",
                        "How long the certificates are good for, 1 to " + MOST_DAYS + "; default " + STANDARD_DAYS
                                + "."),
                new Option("renew", "Make new certificates beside those in use."));
    }

    @Override
    public Instructions setUp(Map<String, String> chosen, Path folder, InstantSource clock) {
        var tenant = EntraSettingsReader.tenant(chosen.getOrDefault("tenant", ""));
        var cloud = Cloud.named(chosen.getOrDefault("cloud", Cloud.PUBLIC.word()))
                .orElseThrow(() -> new MfaSettingsException("cloud", "write one of " + Cloud.words()));
        int days = days(chosen.getOrDefault("days", Integer.toString(STANDARD_DAYS)));
        boolean renew = "true".equals(chosen.get("renew"));
        var suffix = renew
                ? "-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(days)
                : "";
        return setUp(new Plan(tenant, cloud, days, renew, suffix, folder));
    }

    /**
     * What was chosen.
     *
     * @param suffix of the file names, so that new files stand beside old ones
     */
    private record Plan(String tenant, Cloud cloud, int days, boolean renew, String suffix, Path folder) {
        KeyPairFile push() {
            return new KeyPairFile(folder, "entra-push" + suffix);
        }

        KeyPairFile graph() {
            return new KeyPairFile(folder, "entra-graph" + suffix);
        }

        Path script() {
            return folder.resolve("entra-setup" + suffix + ".ps1");
        }
    }

    private static Instructions setUp(Plan plan) {
        if (Files.exists(plan.script())) {
            throw new MfaSettingsException(
                    plan.script().getFileName().toString(),
                    "is there already; --renew makes new files beside the old ones");
        }
        plan.push().make("CN=Countersign push, OU=" + plan.tenant(), plan.days());
        plan.graph().make("CN=Countersign Graph, OU=" + plan.tenant(), plan.days());
        writeScript(plan);
        var made = new ArrayList<>(plan.push().files());
        made.addAll(plan.graph().files());
        made.add(plan.script());
        return new Instructions(made, plan.renew() ? renewal(plan) : steps(plan));
    }

    private static List<String> steps(Plan plan) {
        return List.of(
                inTenant(
                        plan,
                        "It creates the service principal of Azure Multi-Factor Auth Client if it is missing and"
                                + " adds the push certificate to it, registers the application \"Countersign\" with the Graph"
                                + " certificate, and gives it User.Read.All and Application.Read.All. It prints the id of"
                                + " \"Countersign\"."),
                "Put this into countersign.yaml, with the id that the script printed:\n" + block(plan),
                "Delete entra-setup.ps1 and the two .cer files if you like. Keep the .p12 and .password files: they are the"
                        + " credentials, and good for this machine alone.",
                "Wait a minute for the tenant, then prove it all:\ncountersign doctor --user NAME");
    }

    private static List<String> renewal(Plan plan) {
        return List.of(
                inTenant(plan, "It adds the new certificates beside those in use; nothing stops working."),
                "Name the new files in countersign.yaml:\n" + renewedBlock(plan),
                "Wait a minute for the tenant, then prove it and take it up:\ncountersign doctor\ncountersign reload",
                "Remove the old certificates in the tenant when all servers use new ones, and delete the old files here.");
    }

    private static String inTenant(Plan plan, String does) {
        return "Copy " + plan.push().certificate().getFileName() + ", "
                + plan.graph().certificate().getFileName() + " and "
                + plan.script().getFileName()
                + " (no secrets in them) to a machine with PowerShell 7, and run there as Global"
                + " Administrator of the tenant:\n"
                + "Install-Module Microsoft.Graph -Scope CurrentUser     # once\n"
                + "pwsh ./" + plan.script().getFileName() + "\n"
                + does;
    }

    private static String block(Plan plan) {
        return "mfa:\n"
                + "  entra:\n"
                + "    tenant: " + plan.tenant() + "\n"
                + (plan.cloud() == Cloud.PUBLIC
                        ? ""
                        : "    cloud: " + plan.cloud().word() + "\n")
                + "    push:\n"
                + credential(plan.push())
                + "    graph:\n"
                + "      client-id: ID-THAT-THE-SCRIPT-PRINTED\n"
                + credential(plan.graph())
                + "    domains:\n"
                + "      CONTOSO: contoso.example    # your NetBIOS domain and its DNS name";
    }

    private static String renewedBlock(Plan plan) {
        return "mfa:\n"
                + "  entra:\n"
                + "    push:\n"
                + credential(plan.push())
                + "    graph:\n"
                + credential(plan.graph()).stripTrailing();
    }

    private static String credential(KeyPairFile files) {
        return "      certificate: " + files.p12().getFileName() + "\n" + "      certificate-password: ${file:"
                + files.password().getFileName() + "}\n";
    }

    private static void writeScript(Plan plan) {
        try (InputStream resource = TenantSetup.class.getResourceAsStream("entra-setup.ps1")) {
            if (resource == null) {
                throw new IllegalStateException("the plugin lacks its entra-setup.ps1");
            }
            var text = new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@TENANT@", plan.tenant())
                    .replace("@ENVIRONMENT@", environment(plan.cloud()))
                    .replace("@PUSH_CLIENT@", EntraSettingsReader.PUSH_CLIENT_ID)
                    .replace(
                            "@PUSH_CER@",
                            plan.push().certificate().getFileName().toString())
                    .replace(
                            "@GRAPH_CER@",
                            plan.graph().certificate().getFileName().toString());
            Files.writeString(plan.script(), text, StandardOpenOption.CREATE_NEW);
        } catch (IOException failed) {
            throw new MfaSettingsException(
                    plan.script().getFileName().toString(), "cannot be written in " + plan.folder());
        }
    }

    /** The cloud in the words of the Microsoft Graph PowerShell module. */
    private static String environment(Cloud cloud) {
        return switch (cloud) {
            case PUBLIC -> "Global";
            case US_GOVERNMENT -> "USGov";
            case CHINA -> "China";
        };
    }

    private static int days(String text) {
        if (text.matches("\\d{1,4}")) {
            int days = Integer.parseInt(text);
            if (days >= 1 && days <= MOST_DAYS) {
                return days;
            }
        }
        throw new MfaSettingsException("days", "write a number from 1 to " + MOST_DAYS);
    }
}
