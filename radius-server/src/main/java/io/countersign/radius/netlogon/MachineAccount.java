package io.countersign.radius.netlogon;

import io.countersign.radius.crypto.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * This server's own account in a domain. No two servers share one: a domain controller keeps one key for each account, the newest.
 *
 * @param name with its dollar sign, such as {@code RADIUS1$}: up to 15 characters before it
 * @param domain the NetBIOS name of its domain, such as {@code CORP}
 * @param password the newest one
 * @param previousPassword tried where a controller does not take the newest (yet)
 */
public record MachineAccount(String name, String domain, Secret password, Optional<Secret> previousPassword) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,15}\\$");
    private static final Pattern DOMAIN = Pattern.compile("[\\x21-\\x7e&&[^\\\\/:*?\"<>|]]{1,15}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_OCTETS = 90; // 120 characters, as many as Windows takes for itself

    /** Whether this can be the name of a machine account, with its dollar sign. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Refuses names that are none. */
    public MachineAccount {
        if (!isName(name)) {
            throw new IllegalArgumentException("no name of a machine account: " + name
                    + "; it is up to 15 letters and digits and a $, such as RADIUS1$");
        }
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    "no NetBIOS name of a domain: " + domain + "; it is up to 15 characters, such as CORP");
        }
    }

    /** With one password, which all controllers take. */
    public MachineAccount(String name, String domain, Secret password) {
        this(name, domain, password, Optional.empty());
    }

    /** The computer's name: that of the account without its dollar sign. */
    public String computer() {
        return name.substring(0, name.length() - 1);
    }

    /**
     * With a new password by chance, and this one as the previous. To be kept where it lasts, before controllers are told by {@link
     * Netlogon#renewPassword}: then it does not matter whether their answer gets lost.
     */
    public MachineAccount renewed() {
        byte[] octets = new byte[RANDOM_OCTETS];
        RANDOM.nextBytes(octets);
        Secret fresh = Secret.ofText(Base64.getUrlEncoder().encodeToString(octets));
        return new MachineAccount(name, domain, fresh, Optional.of(password));
    }

    /** What an administrator is to do about a controller that does not take the account, for an NTSTATUS. */
    String refusedFor(int code) {
        return switch (NtStatus.of(code)) {
            case ACCESS_DENIED, WRONG_PASSWORD, LOGON_FAILURE ->
                "it does not take the password of machine account " + this
                        + "; set it anew in the domain and write it into the settings";
            case NO_TRUST_SAM_ACCOUNT, NO_SUCH_USER -> "it has no machine account " + this + "; make it in the domain";
            default -> "it does not take machine account " + this + ": " + new LogonAnswer.Refused(code);
        };
    }

    /** {@code CORP\RADIUS1$}. */
    @Override
    public String toString() {
        return domain + "\\" + name;
    }
}
