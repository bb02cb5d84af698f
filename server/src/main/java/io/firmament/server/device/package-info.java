/** Who exists: products and their devices, and what each device last said of itself. Pure. */
package io.firmament.server.device;
