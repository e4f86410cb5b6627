package io.countersign.radius.administration;

import io.countersign.policy.AddressRange;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.forwarding.Server;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a login from being answered whatever the policies say: no server that runs, a client whose requests cannot arrive where it
 * listens, remote servers that are all passed over.
 */
final class Hindrances {
    private static final List<AddressRange> LOOPBACK =
            List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1"));

    private final Optional<ServerStatus> server;
    private final List<InetSocketAddress> listening;

    /**
     * Of a node.
     *
     * @param server what its server says of itself; empty if none runs
     * @param listening where the settings have it listen for authentication
     */
    Hindrances(Optional<ServerStatus> server, List<InetSocketAddress> listening) {
        this.server = server;
        this.listening = List.copyOf(listening);
    }

    /** What the server says of itself; empty if none runs. */
    Optional<ServerStatus> status() {
        return server;
    }

    /** That no server answers, and what to do; empty if one does. */
    Optional<String> server() {
        if (server.isEmpty()) {
            return Optional.of(
                    "no server runs with these settings, so nobody is answered; start it with: countersign serve");
        }
        return switch (server.get().state()) {
            case STARTING ->
                Optional.of("the server has been starting since " + server.get().since()
                        + " and answers nobody yet; its log says what it waits for");
            case STOPPING -> Optional.of("the server is stopping and takes no new request");
            case RUNNING -> Optional.empty();
        };
    }

    /** That no request of a client can arrive, and what to write in the settings; empty if one can. */
    Optional<String> arrival(ClientDefinition client) {
        if (listening.stream().anyMatch(address -> arrives(client.address(), address.getAddress()))) {
            return Optional.empty();
        }
        var any = client.address().network() instanceof Inet4Address ? "0.0.0.0" : "[::]";
        return Optional.of("no request of " + client.name() + " (" + client.address()
                + ") can arrive: the server listens on "
                + String.join(", ", listening.stream().map(Printable::address).toList()) + " alone; write "
                + any + ":" + listening.getFirst().getPort()
                + " below listen: authentication: in the settings, and restart");
    }

    /** That no server of a remote group can be asked; empty if one can, as far as is known. */
    Optional<String> remote(RemoteServerGroup group) {
        var servers = unavailable(group);
        return servers.size() == group.servers().size()
                ? Optional.of(
                        "no server of the remote group " + group.name() + " answers (" + String.join(", ", servers)
                                + "), so what is forwarded there stays unanswered; see whether they run and can be reached")
                : Optional.empty();
    }

    /** The servers of a group that are passed over at the moment; empty if there are none. */
    Optional<String> passedOver(RemoteServerGroup group) {
        var servers = unavailable(group);
        return servers.isEmpty()
                ? Optional.empty()
                : Optional.of("of the remote group " + group.name() + ", " + String.join(", ", servers)
                        + " did not answer and is passed over; see whether it runs and can be reached");
    }

    private List<String> unavailable(RemoteServerGroup group) {
        var passedOver = server.map(ServerStatus::unavailableRemoteServers).orElse(List.of());
        return group.servers().stream()
                .map(each -> Server.text(each, Service.AUTHENTICATION))
                .filter(passedOver::contains)
                .toList();
    }

    /** Whether a request from somewhere within the range can come to the address. */
    private static boolean arrives(AddressRange from, InetAddress at) {
        boolean sameFamily = from.network() instanceof Inet4Address == at instanceof Inet4Address;
        if (at.isAnyLocalAddress()) {
            return sameFamily || !(at instanceof Inet4Address);
        }
        return sameFamily && (!at.isLoopbackAddress() || LOOPBACK.stream().anyMatch(from::overlaps));
    }
}
