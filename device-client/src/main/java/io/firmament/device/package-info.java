/**
 * The device client as an application sees it: {@link io.firmament.device.DeviceClient} connects to
 * the cloud and carries updates out, {@link io.firmament.device.DeviceConfig} says as whom, and
 * {@link io.firmament.device.UpdateListener} is the application's side. Here the pure machine of
 * {@code core} is joined with storage, link, clock and thread.
 */
package io.firmament.device;
