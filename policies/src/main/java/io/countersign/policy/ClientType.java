package io.countersign.policy;

/** What kind of RADIUS client sends the requests. */
public enum ClientType {
    /** Sends a credential with every login. */
    STANDARD(true),
    /** A Windows RD Gateway: has authenticated the user itself, sends no credential, cannot show a challenge. */
    RD_GATEWAY(false);

    private final boolean showsReplyMessage;

    ClientType(boolean showsReplyMessage) {
        this.showsReplyMessage = showsReplyMessage;
    }

    /** Whether its users see a Reply-Message, as far as is known of such clients. */
    public boolean showsReplyMessage() {
        return showsReplyMessage;
    }
}
