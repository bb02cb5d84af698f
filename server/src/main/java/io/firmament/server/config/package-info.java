/** What an operator can set, where each value came from, and every mistake with a hint. */
package io.firmament.server.config;
