/** How fast: JMH measurements, run by {@code BenchmarksTest} (docs/performance.md). */
package io.firmament.conformance.benchmark;
