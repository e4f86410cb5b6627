package io.countersign.radius.rpc;

/** A call, or the connection for it, has failed; the message is for administrators. Caught by {@code netlogon}. */
public final class RpcFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Effect effect;

    /** What the other side may have done all the same. */
    public enum Effect {
        /** Nothing: the call did not get there whole, or was refused before it ran. */
        NONE,
        /** Nothing, since it does not know the key (any more) that the call was sealed with. */
        KEY_REFUSED,
        /** Who knows: the call was sent, and no answer came that can be taken. */
        UNKNOWN
    }

    /** Where there is no cause to tell. */
    public RpcFailed(Effect effect, String message) {
        super(message);
        this.effect = effect;
    }

    /** Tells the cause. */
    public RpcFailed(Effect effect, String message, Throwable cause) {
        super(message, cause);
        this.effect = effect;
    }

    static RpcFailed malformed(String what) {
        return new RpcFailed(Effect.UNKNOWN, "it sent " + what);
    }

    /** What the other side may have done. */
    public Effect effect() {
        return effect;
    }

    /** The same for whoever had asked for nothing yet. A key that is refused stays refused. */
    public RpcFailed beforehand() {
        return effect == Effect.UNKNOWN ? new RpcFailed(Effect.NONE, message(), this) : this;
    }

    /** What went wrong, in words that follow "the domain controller …:". */
    public String message() {
        return String.valueOf(getMessage());
    }
}
