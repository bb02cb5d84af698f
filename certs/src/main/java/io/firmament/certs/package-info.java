/**
 * Credentials: an installation's certificate authority, its server's and its release key, and what
 * a device is given. The one door to Bouncy Castle; what leaves it are JDK types and the values
 * here. Time and randomness are arguments.
 */
package io.firmament.certs;
