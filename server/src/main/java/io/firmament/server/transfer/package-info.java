/** What is being sent: an update attempt from its offer to its end. Pure. */
package io.firmament.server.transfer;
