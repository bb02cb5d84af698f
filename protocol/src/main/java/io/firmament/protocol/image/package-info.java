/**
 * What a firmware file says of itself. A file is recognised by its content, never by its name, and
 * nothing that it says is believed before its size and checksums were checked.
 *
 * <p>{@link io.firmament.protocol.image.ReadImage} is the door.
 */
package io.firmament.protocol.image;
