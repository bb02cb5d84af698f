/** What several measurements of the same thing say together. */
package io.firmament.conformance.figures;
