package io.countersign.radius.netlogon;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why a domain controller refuses (MS-ERREF §2.3.1). */
public enum NtStatus {
    /** The password is wrong. */
    WRONG_PASSWORD(0xc000006a, "wrong password"),
    /** Name or password are wrong, and it does not say which. */
    LOGON_FAILURE(0xc000006d, "unknown user or wrong password"),
    /** There is no such user. */
    NO_SUCH_USER(0xc0000064, "no such user"),
    /** Something at the account forbids it, such as an empty password. */
    ACCOUNT_RESTRICTION(0xc000006e, "a restriction of the account forbids this logon"),
    /** It is not the time. */
    INVALID_LOGON_HOURS(0xc000006f, "outside the account's logon hours"),
    /** It is not the place. */
    INVALID_WORKSTATION(0xc0000070, "the account may not log on from this workstation"),
    /** The password is too old. */
    PASSWORD_EXPIRED(0xc0000071, "the password has expired"),
    /** The account is disabled. */
    ACCOUNT_DISABLED(0xc0000072, "the account is disabled"),
    /** The user lacks the right to log on over the network. */
    LOGON_TYPE_NOT_GRANTED(0xc000015b, "the user may not log on over the network here"),
    /** The account's time is over. */
    ACCOUNT_EXPIRED(0xc0000193, "the account has expired"),
    /** The user must choose another password first. */
    PASSWORD_MUST_CHANGE(0xc0000224, "the user must change the password"),
    /** Wrong passwords have locked the account. */
    ACCOUNT_LOCKED_OUT(0xc0000234, "the account is locked out"),
    /** A policy of the domain allows Kerberos alone. */
    NTLM_BLOCKED(0xc0000418, "a policy of the domain blocks NTLM, which MS-CHAPv2 needs"),
    /** The user may log on to chosen computers alone, of which this one is none. */
    AUTHENTICATION_FIREWALL_FAILED(0xc0000413, "the user may not authenticate to this server"),
    /** The account is for smart cards. */
    SMARTCARD_LOGON_REQUIRED(0xc00002fa, "the account may log on by smart card alone"),
    /** This machine's account is not what it should be. */
    NO_TRUST_SAM_ACCOUNT(0xc000018b, "the machine account is not there", true),
    /** The secrets of the machine account do not agree. */
    NO_TRUST_LSA_SECRET(0xc000018a, "the machine account's secret is not there", true),
    /** The user's domain is not reached from the controller's. */
    TRUSTED_DOMAIN_FAILURE(0xc000018c, "the trust between the domains has failed", true),
    /** This machine is not trusted. */
    TRUSTED_RELATIONSHIP_FAILURE(0xc000018d, "the trust between this server and the domain has failed", true),
    /** A trust has failed. */
    TRUST_FAILURE(0xc0000190, "the network logon has failed by a trust", true),
    /** Nobody can check it now. */
    NO_LOGON_SERVERS(0xc000005e, "no controller of the user's domain is available", true),
    /** The user's domain is not found. */
    NO_SUCH_DOMAIN(0xc00000df, "there is no such domain"),
    /** Nobody of the user's domain is found. */
    DOMAIN_CONTROLLER_NOT_FOUND(0xc0000233, "no controller of the user's domain is found", true),
    /** The controller starts or stops. */
    NETLOGON_NOT_STARTED(0xc0000192, "the controller's Netlogon service does not run", true),
    /** The controller has too much to do. */
    INSUFFICIENT_RESOURCES(0xc000009a, "the controller is overloaded", true),
    /** The controller wants better methods than it was offered. */
    DOWNGRADE_DETECTED(0xc0000388, "the controller asks for a stronger secure channel", true),
    /** The caller is not who it says. */
    ACCESS_DENIED(0xc0000022, "the controller denies access to this server", true),
    /** None of these; it denies. */
    OTHER(0, "refused for a reason that is not known by name");

    private static final Map<Integer, NtStatus> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(NtStatus::code, Function.identity()));

    private final int code;
    private final String text;
    private final boolean fault;

    NtStatus(int code, String text) {
        this(code, text, false);
    }

    NtStatus(int code, String text, boolean fault) {
        this.code = code;
        this.text = text;
        this.fault = fault;
    }

    /** The one with this number, or {@link #OTHER}. */
    public static NtStatus of(int code) {
        return BY_CODE.getOrDefault(code, OTHER);
    }

    /** Its number; 0 for {@link #OTHER}. */
    public int code() {
        return code;
    }

    /** What it means, for an administrator. */
    public String text() {
        return text;
    }

    /** Whether it says nothing of the user: a controller or a trust has failed. */
    public boolean isFault() {
        return fault;
    }

    static String hex(int code) {
        return "0x" + HexFormat.of().toHexDigits(code);
    }
}
