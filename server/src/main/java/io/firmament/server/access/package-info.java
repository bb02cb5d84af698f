/** Who may do what: tokens, users, and what they are let do. */
package io.firmament.server.access;
