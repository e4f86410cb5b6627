package io.countersign.radius.identity;

import java.time.Instant;

/**
 * One try to show a password.
 *
 * @param client the friendly name of the RADIUS client that it came through: where checking takes its time, the attempts of one client
 *     wait for each other
 * @param receivedAt when its request came
 * @param evidence what was shown
 */
public record Attempt(String client, Instant receivedAt, Evidence evidence) {}
