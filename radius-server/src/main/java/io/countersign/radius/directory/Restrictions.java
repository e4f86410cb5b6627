package io.countersign.radius.directory;

import com.unboundid.ldap.sdk.Entry;
import io.countersign.policy.CaseFolding;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.User.AccountState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * What keeps an account of Active Directory from logging in, apart from its password (MS-ADTS §3.1.1.5.14.2, MS-SAMR §2.2.1.12).
 *
 * @param expires the moment from which it may not; empty if there is none
 * @param hours the hours of a week in UTC from Sunday, a bit each, the lowest of an octet first; empty if all are allowed
 * @param onlyElsewhere whether it may log in on named workstations alone, none of which is this server
 */
record Restrictions(
        boolean disabled,
        boolean lockedOut,
        boolean passwordExpired,
        boolean mustChangePassword,
        Optional<Instant> expires,
        Optional<LogonHours> hours,
        boolean onlyElsewhere) {
    private static final long ACCOUNT_DISABLED = 0x2;
    private static final long LOCKED_OUT = 0x10;
    private static final long PASSWORD_EXPIRED = 0x80_0000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Instant WINDOWS_EPOCH = Instant.parse("1601-01-01T00:00:00Z");

    /** The attributes that {@link #of} reads. */
    static final String[] ATTRIBUTES = {
        "userAccountControl",
        "msDS-User-Account-Control-Computed",
        "pwdLastSet",
        "accountExpires",
        "logonHours",
        "userWorkstations"
    };

    /** The hours of a week in which an account may log in. */
    record LogonHours(BitSet allowed) {
        private static final int OCTETS = 21;

        /** None if they are not what they should be. */
        static LogonHours of(byte[] octets) {
            return new LogonHours(octets.length == OCTETS ? BitSet.valueOf(octets) : new BitSet());
        }

        boolean allow(Instant now) {
            // The epoch was a Thursday.
            long hour = Math.floorMod(now.getEpochSecond() / 3_600 + 4 * 24, 7L * 24);
            return allowed.get((int) hour);
        }
    }

    /**
     * Reads an account.
     *
     * @param here how workstations are told that logins may come from this server
     */
    static Restrictions of(Entry entry, String here) {
        long fixed = readable(entry, "userAccountControl");
        long computed = readable(entry, "msDS-User-Account-Control-Computed");
        boolean expired = (computed & PASSWORD_EXPIRED) != 0;
        boolean mustChange = number(entry, "pwdLastSet").orElse(NEVER) == 0;
        var workstations = entry.getAttributeValue("userWorkstations");
        return new Restrictions(
                (fixed & ACCOUNT_DISABLED) != 0,
                ((fixed | computed) & LOCKED_OUT) != 0,
                expired && !mustChange,
                expired && mustChange,
                number(entry, "accountExpires")
                        .filter(at -> at > 0 && at < NEVER)
                        .map(Restrictions::instant),
                Optional.ofNullable(entry.getAttributeValueBytes("logonHours")).map(LogonHours::of),
                workstations != null
                        && Arrays.stream(workstations.split(","))
                                .noneMatch(each -> CaseFolding.same(each.strip(), here)));
    }

    /** What every account has, so that what is not there may not be read. */
    private static long readable(Entry entry, String attribute) {
        return number(entry, attribute)
                .orElseThrow(() -> new DirectoryUnavailable(
                        "the server's account may not read " + attribute + " of " + entry.getDN()));
    }

    private static Optional<Long> number(Entry entry, String attribute) {
        return Optional.ofNullable(entry.getAttributeValueAsLong(attribute));
    }

    /** Windows counts tenths of microseconds. */
    private static Instant instant(long fileTime) {
        return WINDOWS_EPOCH.plus(Duration.ofSeconds(fileTime / 10_000_000, fileTime % 10_000_000 * 100));
    }

    /** What stands in the way now; the first of several as a domain controller would say. */
    AccountState state(Instant now) {
        if (lockedOut) {
            return AccountState.LOCKED_OUT;
        }
        if (disabled) {
            return AccountState.DISABLED;
        }
        if (expires.filter(at -> !now.isBefore(at)).isPresent()) {
            return AccountState.EXPIRED;
        }
        if (onlyElsewhere) {
            return AccountState.RESTRICTED;
        }
        if (hours.filter(week -> !week.allow(now)).isPresent()) {
            return AccountState.OUTSIDE_LOGON_HOURS;
        }
        if (mustChangePassword) {
            return AccountState.MUST_CHANGE_PASSWORD;
        }
        return passwordExpired ? AccountState.PASSWORD_EXPIRED : AccountState.ACTIVE;
    }
}
