package io.countersign.policy;

/** What kind of RADIUS client sends the requests. */
public enum ClientType {
    /** Sends a credential with every login. */
    STANDARD,
    /** A Windows RD Gateway: has authenticated the user itself, sends no credential, cannot show a challenge. */
    RD_GATEWAY
}
