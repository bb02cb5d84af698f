/**
 * Values that everybody speaks of: identities, versions, digests. Each validates itself once, in
 * its constructor, so that whoever holds one may believe it.
 */
package io.firmament.protocol.value;
