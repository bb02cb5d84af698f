/** The operator's command. */
package io.firmament.cli;
