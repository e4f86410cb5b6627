package io.countersign.policy.document;

/** What a document has a list of; the items of each have names. */
public enum ItemKind {
    /** A RADIUS client. */
    CLIENT("clients", "client"),
    /** A remote RADIUS server group. */
    SERVER_GROUP("remote-server-groups", "remote RADIUS server group"),
    /** A connection request policy. */
    CONNECTION_REQUEST_POLICY("connection-request-policies", "connection request policy"),
    /** A network policy. */
    NETWORK_POLICY("network-policies", "network policy");

    private final String list;
    private final String noun;

    ItemKind(String list, String noun) {
        this.list = list;
        this.noun = noun;
    }

    /** The key of its list in the document. */
    public String list() {
        return list;
    }

    /** What an item is called. */
    public String noun() {
        return noun;
    }
}
