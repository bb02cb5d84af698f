/** The test vectors: text files with the expected verdict in the header, for any implementation. */
package io.firmament.protocol.vectors;
