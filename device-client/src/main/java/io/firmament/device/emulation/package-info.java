/**
 * An emulated link on the level of datagrams, without a clock, a socket or chance of its own: a
 * machine is told what arrives and when, and answers what comes out and when. {@link
 * io.firmament.device.emulation.LinkSettings} says how a link treats datagrams, {@link
 * io.firmament.device.emulation.LinkMachine} does it.
 */
package io.firmament.device.emulation;
