package io.firmament.server.rest;

import java.net.InetAddress;
import java.nio.file.Path;

/**
 * Where and how the HTTP server listens.
 *
 * @param host the address
 * @param port the port; 0 takes a free one
 * @param spool a directory for uploads while they arrive; made when it is missing
 * @param limits what it may spend
 */
public record RestSettings(InetAddress host, int port, Path spool, RestLimits limits) {}
