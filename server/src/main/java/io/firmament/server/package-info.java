/** The device cloud, put together: {@link io.firmament.server.Server} shows the whole of it. */
package io.firmament.server;
