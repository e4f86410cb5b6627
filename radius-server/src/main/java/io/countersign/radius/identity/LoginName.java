package io.countersign.radius.identity;

import java.util.Optional;

/**
 * A User-Name taken apart: {@code DOMAIN\name}, {@code name@suffix} or {@code name}.
 *
 * @param typed as it came
 * @param netbiosDomain what stood before the first backslash
 * @param name the rest; with its {@code @suffix} if there was one
 */
public record LoginName(String typed, Optional<String> netbiosDomain, String name) {
    /** Takes a User-Name apart. */
    public static LoginName parse(String typed) {
        int backslash = typed.indexOf('\\');
        return backslash < 0
                ? new LoginName(typed, Optional.empty(), typed)
                : new LoginName(typed, Optional.of(typed.substring(0, backslash)), typed.substring(backslash + 1));
    }
}
