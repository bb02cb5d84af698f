/**
 * How an image is coded on its way: each coding is a pair of streams whose decoder is bounded in
 * what it produces and says how much memory it needs.
 *
 * <p>{@link io.firmament.protocol.coding.ImageCodings} is the table of them.
 */
package io.firmament.protocol.coding;
