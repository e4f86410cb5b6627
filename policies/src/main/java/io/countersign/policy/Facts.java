package io.countersign.policy;

import java.net.InetAddress;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of a request when policies are evaluated.
 *
 * @param at the server's local time
 * @param machineGroups those of the client computer, none if it is not known; asked only where a policy names one, and may then take waiting
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
        Supplier<Groups> machineGroups,
        Optional<Account> account) {
    /** The client computer is not known. */
    public Facts(
            String clientName,
            ClientType clientType,
            InetAddress clientAddress,
            String clientVendor,
            RequestAttributes attributes,
            AuthenticationMethod method,
            ZonedDateTime at,
            Optional<Account> account) {
        this(clientName, clientType, clientAddress, clientVendor, attributes, method, at, () -> Groups.NONE, account);
    }

    /** The request's attributes as text. */
    @FunctionalInterface
    public interface RequestAttributes {
        /** The values of an attribute by its dictionary name, such as {@code NAS-Port-Type}. */
        Values values(String attributeName);
    }

    /**
     * The values of an attribute in a request.
     *
     * @param texts of the values that can be read, none if the request has none; one that has both a number and a name is two texts, the
     *     number first
     * @param readable whether every value is what the attribute's type says: no condition holds or fails by one that is not
     */
    public record Values(List<String> texts, boolean readable) {
        /** The request has none. */
        public static final Values NONE = new Values(List.of(), true);

        /** Copies the list. */
        public Values {
            texts = List.copyOf(texts);
        }

        /** Values that could all be read. */
        public static Values of(List<String> texts) {
            return texts.isEmpty() ? NONE : new Values(texts, true);
        }
    }

    /** What the directory says of the user. */
    public record Account(String name, Groups groups, DialInProperties dialIn) {
        /** Of whose dial-in the permission alone is known. */
        public Account(String name, Groups groups, DialIn permission) {
            this(name, groups, DialInProperties.of(permission));
        }
    }
}
