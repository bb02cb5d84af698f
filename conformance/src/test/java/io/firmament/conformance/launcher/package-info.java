/**
 * The launcher {@code ./firmament}, run in a small house of its own with a Maven that only counts.
 */
package io.firmament.conformance.launcher;
