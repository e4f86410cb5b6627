package io.countersign.radius.event;

/** Hears what happened. Called once a request's reply is on its way, on the thread that ended it; must not block long. */
@FunctionalInterface
public interface AuthEvents {
    /** One decision. */
    void happened(AuthEvent event);
}
