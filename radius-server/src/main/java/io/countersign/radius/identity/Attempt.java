package io.countersign.radius.identity;

/**
 * One try to show a password.
 *
 * @param client the friendly name of the RADIUS client that it came through: where checking takes its time, the attempts of one client
 *     wait for each other
 * @param evidence what was shown
 */
public record Attempt(String client, Evidence evidence) {}
