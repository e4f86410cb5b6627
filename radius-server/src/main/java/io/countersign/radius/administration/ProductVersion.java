package io.countersign.radius.administration;

import java.util.Optional;

/** The version of this program. */
public final class ProductVersion {
    private ProductVersion() {}

    /** As the jar's manifest says it; {@code development} where there is no jar. */
    public static String text() {
        return Optional.ofNullable(ProductVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
