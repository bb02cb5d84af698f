/** What may be installed: firmware of a product, its encodings, and what was released. Pure. */
package io.firmament.server.release;
