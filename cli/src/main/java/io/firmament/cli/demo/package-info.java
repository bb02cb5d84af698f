/**
 * The demonstration: a cloud and a device as processes of their own, an update, a power cut, a
 * rollback.
 */
package io.firmament.cli.demo;
