package io.countersign.cli.terminal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The commands of a group, in the order in which its help lists them. Picocli's own list would have all of them made for each line. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Holds {
    /** Their classes. */
    Class<?>[] value();
}
