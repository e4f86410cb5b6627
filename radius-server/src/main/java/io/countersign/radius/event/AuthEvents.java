package io.countersign.radius.event;

/** Hears what happened. Called on the thread of the request, after the decision and before the reply is sent; must not block long. */
@FunctionalInterface
public interface AuthEvents {
    /** One decision. */
    void happened(AuthEvent event);
}
