package io.firmament.cli.demo;

/**
 * Where the server of the demonstration is found; 0 stands for any free port.
 *
 * @param coap where devices come, UDP
 * @param http where operators come, TCP
 */
public record DoorPorts(int coap, int http) {}
