package io.countersign.mfa;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The user who wants in, as the directory knows them, not as they typed their name.
 *
 * @param id the directory's name, a colon, and the identity there that never changes (a SID, or the id of a local user). Whatever a
 *     plugin stores of a user hangs on this
 * @param loginName the name without any domain, such as {@code alice}
 * @param netbiosDomain the domain as in {@code CONTOSO\alice}
 * @param dnsDomain the domain as in {@code contoso.example}
 * @param upn the user principal name, such as {@code alice@contoso.example}
 * @param sid the Windows security identifier, {@code S-1-5-21-…}
 * @param attributes the directory attributes that the settings ask for; empty for local users
 */
public record MfaUser(
        String id,
        String loginName,
        Optional<String> netbiosDomain,
        Optional<String> dnsDomain,
        Optional<String> upn,
        Optional<String> sid,
        Map<String, List<String>> attributes) {
    /** Copies the attributes. */
    public MfaUser {
        attributes = Map.copyOf(attributes);
    }
}
