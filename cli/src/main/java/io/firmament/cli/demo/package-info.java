/**
 * The demonstration: a cloud and three devices as processes of their own, an update that everything
 * interrupts, a release, a rollback.
 */
package io.firmament.cli.demo;
