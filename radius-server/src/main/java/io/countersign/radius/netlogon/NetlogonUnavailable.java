package io.countersign.radius.netlogon;

/** No domain controller has answered in time, or none takes this server's calls. The message tells an administrator of each one. */
public final class NetlogonUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NetlogonUnavailable(String message) {
        super(message);
    }

    NetlogonUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
