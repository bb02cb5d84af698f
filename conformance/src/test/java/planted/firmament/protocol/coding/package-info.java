/** Violations planted in the codings. */
package planted.firmament.protocol.coding;
