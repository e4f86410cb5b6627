package io.countersign.policy;

import java.net.InetAddress;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a request when policies are evaluated.
 *
 * @param at the server's local time
 * @param account empty while connection request policies are evaluated: nobody has been looked up yet
 */
public record Facts(
        String clientName,
        ClientType clientType,
        InetAddress clientAddress,
        String clientVendor,
        RequestAttributes attributes,
        AuthenticationMethod method,
        ZonedDateTime at,
        Optional<Account> account) {
    /** The request's attributes as text. */
    @FunctionalInterface
    public interface RequestAttributes {
        /**
         * The values of an attribute by its dictionary name, such as {@code NAS-Port-Type}; empty if the request has none. A value that
         * has both a number and a name is answered as two texts, the number first.
         */
        List<String> texts(String attributeName);
    }

    /** What the directory says of the user. */
    public record Account(String name, Groups groups, DialIn dialIn) {}
}
