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

    /** A kind of device. */
    enum Device {
        /** Bit 0. */
        DRIVES(1 << 0),
        /** Bit 1. */
        PRINTERS(1 << 1),
        /** Bit 2. */
        SERIAL_PORTS(1 << 2),
        /** Bit 3. */
        CLIPBOARD(1 << 3),
        /** Bit 4. */
        PLUG_AND_PLAY(1 << 4);

        private final int mask;

        Device(int mask) {
            this.mask = mask;
        }

        /** Its bit in MS-RDG-Device-Redirection. */
        public int mask() {
            return mask;
        }
    }
}
