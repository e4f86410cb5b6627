package io.countersign.policy;

/** Stands for what is being written. */
public record Conditions() {}
