package io.countersign.radius.administration;

import java.time.Duration;

/**
 * One step of the examination of a directory.
 *
 * @param what was looked at
 * @param isGood whether logins that need it can work
 * @param said what was found, and the fix if it is not good
 */
public record DirectoryFinding(String what, boolean isGood, String said, Duration took) {}
