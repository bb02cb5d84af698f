/**
 * The windowed transfer of a blob, driven by the device (docs/protocol.md, "Blobs"): a machine that
 * is told what happened and when, and answers what to do.
 *
 * <p>{@link io.firmament.protocol.transfer.TransferMachine} is the door; read {@link
 * io.firmament.protocol.transfer.TransferEvent} and {@link
 * io.firmament.protocol.transfer.TransferAction} for its language.
 */
package io.firmament.protocol.transfer;
