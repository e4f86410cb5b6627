package io.countersign.radius.event;

import io.countersign.radius.packet.Attribute;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/**
 * An Accounting-Request that was answered, with what NPS's log files tell of it.
 *
 * @param at when it came
 * @param asked the address of this machine that it came to
 * @param client the RADIUS client's friendly name
 * @param peer where it came from
 * @param vendor the client's vendor by dictionary name, or {@code standard}
 * @param userName as it was sent; may be empty
 */
public record AccountingPacket(
        Instant at,
        InetAddress asked,
        String client,
        InetAddress peer,
        String vendor,
        String userName,
        List<Attribute> request)
        implements ToldPackets {
    /** Drops what is not to be told. */
    public AccountingPacket {
        request = ToldPackets.told(request);
    }
}
