package io.countersign.policy;

import java.util.Set;

/** Which devices an RD Gateway's user may not redirect into the session (MS-RNAP, MS-RDG-Device-Redirection). */
public sealed interface DeviceRedirection {
    /** The policy says nothing: no attribute is sent. */
    record Unsaid() implements DeviceRedirection {}

    /** Everything is disabled. */
    record DisableAll() implements DeviceRedirection {}

    /** The devices named are disabled, the others enabled. Empty: {@code none}. */
    record Disable(Set<Device> devices) implements DeviceRedirection {
        /** Copies the set. */
        public Disable {
            devices = Set.copyOf(devices);
        }
    }

    /** A kind of device, in the order of its bit from 0. */
    enum Device {
        /** Bit 0. */
        DRIVES,
        /** Bit 1. */
        PRINTERS,
        /** Bit 2. */
        SERIAL_PORTS,
        /** Bit 3. */
        CLIPBOARD,
        /** Bit 4. */
        PLUG_AND_PLAY
    }
}
