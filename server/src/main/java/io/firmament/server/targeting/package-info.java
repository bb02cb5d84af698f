/**
 * Who gets what, when, and why not: one pure, total function, {@link
 * io.firmament.server.targeting.Targeting#decide}, made of two tables.
 */
package io.firmament.server.targeting;
