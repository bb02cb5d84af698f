/** The event stream: what the store reports, in the shape that Particle's clients read. */
package io.firmament.server.events;
