package io.countersign.radius.exchange;

import java.time.Instant;

/**
 * An Access-Request that is not answered yet.
 *
 * @param loginId ties the rounds of one login together
 * @param userName as it came; any characters, to be escaped by whoever shows it
 * @param client the RADIUS client's friendly name
 * @param since when the request came
 * @param waitsFor for people, such as {@code second factor}
 */
public record OpenLogin(String loginId, String userName, String client, Instant since, String waitsFor) {}
