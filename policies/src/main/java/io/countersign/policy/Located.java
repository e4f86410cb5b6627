package io.countersign.policy;

/**
 * A value with its place in the document, so that whoever finds it unknown can say where it stands. Two are equal when their values are.
 */
public record Located<T>(T value, Location at) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Located<?>(var otherValue, var _) && value.equals(otherValue);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
