package io.countersign.radius.secondfactor;

/** Hears of an approval that came after its login had been answered: it admits nobody, and somebody should be told. */
@FunctionalInterface
public interface DroppedApproval {
    /** Called once at most for each request, on a thread of the prompt; must not throw. */
    void by(String provider);
}
