package io.firmament.certs;

import java.nio.file.Path;

/**
 * A file that was just made, and what it is for.
 *
 * @param path where it is
 * @param purpose what it is for and who may see it, for a person to read
 */
public record MadeFile(Path path, String purpose) {}
