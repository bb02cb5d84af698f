/**
 * Whatever comes from outside, as octets that a fuzzer makes up (docs/fuzzing.md). In {@code
 * verify} the corpus is replayed.
 */
package io.firmament.conformance.fuzz;
