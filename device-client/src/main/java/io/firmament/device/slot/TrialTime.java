package io.firmament.device.slot;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * For how long a version has run on trial, over its boots: a small file of its own, so that the
 * state stays what older versions of this client can read, whom a rollback may bring back. It is
 * only ever a help: lost, the time counts from zero, and the attempts still bound the trial.
 */
final class TrialTime {
  private static final int MAGIC = 0x464D5454; // FMTT
  private static final int OCTETS = Integer.BYTES + Long.BYTES + Long.BYTES + Integer.BYTES;

  private record Noted(long commandId, Duration ran) {}

  private TrialTime() {}

  /** What was noted last for the trial of this command; zero where nothing sound was. */
  static Duration read(SlotFiles files, long commandId) {
    try {
      OptionalLong size = files.size(FileNames.TRIAL);
      if (size.isEmpty() || size.getAsLong() != OCTETS) {
        return Duration.ZERO;
      }
      Noted noted = decode(files.read(FileNames.TRIAL, 0, OCTETS));
      return noted.commandId() == commandId && !noted.ran().isNegative()
          ? noted.ran()
          : Duration.ZERO;
    } catch (IOException | DamagedRecordException e) {
      return Duration.ZERO;
    }
  }

  private static Noted decode(byte[] octets) throws DamagedRecordException {
    byte[] body = Arrays.copyOf(octets, OCTETS - Integer.BYTES);
    int stored =
        RecordInput.whole(Arrays.copyOfRange(octets, body.length, OCTETS), RecordInput::i32);
    if (stored != RecordOutput.crc(MAGIC, body)) {
      throw new DamagedRecordException("the time of a trial is damaged");
    }
    return RecordInput.whole(
        body,
        in -> {
          in.i32(); // the magic, which the checksum has seen
          return new Noted(in.i64(), Duration.ofMillis(in.i64()));
        });
  }

  static void write(SlotFiles files, long commandId, Duration ran) throws IOException {
    byte[] octets = new RecordOutput().i32(MAGIC).i64(commandId).i64(ran.toMillis()).sealed(MAGIC);
    files.create(FileNames.TRIAL_ASIDE);
    files.write(FileNames.TRIAL_ASIDE, 0, octets);
    files.force(FileNames.TRIAL_ASIDE);
    files.move(FileNames.TRIAL_ASIDE, FileNames.TRIAL);
    files.forceDirectory();
  }
}
