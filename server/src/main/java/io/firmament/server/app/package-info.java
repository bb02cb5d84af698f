/** Use cases of the device cloud, one class a verb, and the ports that they need. */
package io.firmament.server.app;
