/** Benchmarks, run by {@code radius-server/bench}; no test runs them. What came out is in {@code docs/performance.md}. */
package io.countersign.bench;
