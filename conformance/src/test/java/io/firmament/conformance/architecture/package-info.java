/**
 * The rules of the house, and the proof that each of them bites: the same rules are applied to
 * {@code planted.firmament}, where every one of them is broken on purpose.
 */
package io.firmament.conformance.architecture;
