/**
 * The HTTP API, in the shapes of Particle's cloud: one table of routes, small endpoints that
 * translate between JSON and the use cases, and the server around them. The only package that knows
 * Jetty.
 */
package io.firmament.server.rest;
