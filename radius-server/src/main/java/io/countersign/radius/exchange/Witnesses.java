package io.countersign.radius.exchange;

/**
 * Who hears what becomes of datagrams; none decides.
 *
 * @param discards counts those that are met with silence
 * @param logins tells whose logins were among them
 * @param traffic watches how long clients wait
 * @param packets shows the octets to whoever looks on
 * @param unsigned knows which clients do not sign
 */
public record Witnesses(
        Discards discards,
        DiscardedLogins logins,
        ClientTraffic traffic,
        PacketWatch packets,
        UnsignedRequests unsigned) {}
