/**
 * Who computes on elliptic curves: Amazon Corretto where its native library loads, else Bouncy
 * Castle, else the JDK, behind one provider that offers nothing else and takes and refuses the same
 * keys and signatures whoever computes.
 */
package io.firmament.certs.curve;
