package io.countersign.radius.netlogon;

import io.countersign.radius.crypto.Secret;
import java.util.List;

/** What a domain controller says of a logon. The user is let in on {@link Accepted} and on nothing else. */
public sealed interface LogonAnswer {
    /**
     * The response is right, and nothing speaks against the account.
     *
     * @param userSessionKey the hash of the password's NT hash, which keys come from (RFC 3079): 16 octets
     * @param userSid such as {@code S-1-5-21-1-2-3-1104}
     * @param groupSids of the groups that the user is in, also by other groups, the primary one first
     */
    record Accepted(Secret userSessionKey, String userSid, List<String> groupSids) implements LogonAnswer {
        /** Keeps a copy. */
        public Accepted {
            groupSids = List.copyOf(groupSids);
        }
    }

    /**
     * Anything else.
     *
     * @param code the NTSTATUS, as it came
     */
    record Refused(int code) implements LogonAnswer {
        /** For a reason that is known by name. */
        public Refused(NtStatus status) {
            this(status.code());
        }

        /** What it means. */
        public NtStatus status() {
            return NtStatus.of(code);
        }

        /** {@code 0xc000006a: wrong password}. */
        @Override
        public String toString() {
            return NtStatus.hex(code) + ": " + status().text();
        }
    }
}
