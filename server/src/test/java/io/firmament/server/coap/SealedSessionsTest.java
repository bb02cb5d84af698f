package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.californium.elements.util.DatagramReader;
import org.eclipse.californium.elements.util.DatagramWriter;
import org.eclipse.californium.scandium.dtls.DTLSSession;
import org.eclipse.californium.scandium.dtls.SessionId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of sessions between a put and the next start, whatever happens to the file. */
class SealedSessionsTest {
  private static final DeviceId ID = new DeviceId(DoorFixture.ID);
  private static final Duration LIFE = Duration.ofDays(30);
  private static final Fingerprint CREDENTIAL = Fingerprint.ofPsk(DoorFixture.KEY);

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private DtlsState state;

  @BeforeEach
  void make() throws Exception {
    state =
        new DtlsState(
            directory,
            StateKey.readOrMake(directory.resolve("key"), new SecureRandom()),
            new SecureRandom());
  }

  private SealedSessions open() throws Exception {
    return SealedSessions.open(state.sessions(), state.box(), LIFE, clock);
  }

  private static void put(SealedSessions sessions, int id) {
    sessions.put(ID, Optional.of(CREDENTIAL), session(id));
  }

  /** A session as Scandium writes one that knows nothing, with an id put in: its 17th octet. */
  static DTLSSession session(int id) {
    int before = 16;
    DatagramWriter writer = new DatagramWriter();
    new DTLSSession().writeTo(writer);
    byte[] empty = writer.toByteArray();
    assertThat(empty[before]).isZero();
    byte[] octets = id(id).getBytes();
    ByteBuffer with = ByteBuffer.allocate(empty.length + octets.length);
    with.put(empty, 0, before).put((byte) octets.length).put(octets);
    with.put(empty, before + 1, empty.length - before - 1);
    with.putShort(1, (short) (with.getShort(1) + octets.length));
    return DTLSSession.fromReader(new DatagramReader(with.array()));
  }

  static SessionId id(int id) {
    byte[] octets = new byte[32];
    Arrays.fill(octets, (byte) id);
    octets[0] = (byte) (id >> 8);
    return new SessionId(octets);
  }

  @Test
  void session_survives_a_restart_with_its_credential() throws Exception {
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
    }
    try (SealedSessions sessions = open()) {
      KeptSession kept = sessions.find(id(1)).orElseThrow();
      assertThat(kept.device()).isEqualTo(ID);
      assertThat(kept.credential()).isEqualTo(CREDENTIAL);
      assertThat(sessions.get(id(1)).getSessionIdentifier()).isEqualTo(id(1));
    }
  }

  @Test
  void only_the_newest_session_of_a_device_is_kept() throws Exception {
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
      put(sessions, 2);
      assertThat(sessions.find(id(1))).isEmpty();
    }
    try (SealedSessions sessions = open()) {
      assertThat(sessions.find(id(1))).isEmpty();
      assertThat(sessions.find(id(2))).isPresent();
    }
  }

  @Test
  void more_sessions_than_one_seal_holds_come_back_from_either_kind_of_write() throws Exception {
    try (SealedSessions sessions = open()) {
      for (int i = 0; i < 600; i++) {
        sessions.put(new DeviceId("%024x".formatted(i)), Optional.of(CREDENTIAL), session(i));
      }
    }
    for (int start = 0; start < 2; start++) {
      try (SealedSessions sessions = open()) {
        for (int i = 0; i < 600; i++) {
          assertThat(sessions.find(id(i)).map(KeptSession::device))
              .contains(new DeviceId("%024x".formatted(i)));
        }
      }
    }
  }

  @Test
  void removed_session_stays_removed() throws Exception {
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
      sessions.remove(ID);
    }
    try (SealedSessions sessions = open()) {
      assertThat(sessions.get(id(1))).isNull();
    }
  }

  @Test
  void putting_a_session_again_does_not_prolong_its_life() throws Exception {
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
      clock.advance(LIFE.minusDays(1));
      put(sessions, 1);
      clock.advance(Duration.ofDays(1));
      assertThat(sessions.find(id(1))).isEmpty();
    }
  }

  @Test
  void session_that_is_resumed_is_not_written_again() throws Exception {
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
    }
    long once = Files.size(state.sessions().path());
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
    }
    assertThat(Files.size(state.sessions().path())).isEqualTo(once);
  }

  @Test
  void session_that_another_credential_makes_its_own_is_written() throws Exception {
    Fingerprint other = Fingerprint.ofPsk(DoorFixture.OTHER_KEY);
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
      sessions.put(ID, Optional.of(other), session(1));
    }
    try (SealedSessions sessions = open()) {
      assertThat(sessions.find(id(1)).map(KeptSession::credential)).contains(other);
    }
  }

  @Test
  void torn_tail_costs_its_session_and_no_other() throws Exception {
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
    }
    Path file = state.sessions().path();
    byte[] whole = Files.readAllBytes(file);
    byte[] torn = Arrays.copyOf(whole, whole.length * 2 - 1);
    System.arraycopy(whole, 0, torn, whole.length, whole.length - 1);
    Files.write(file, torn);
    try (SealedSessions sessions = open()) {
      assertThat(sessions.find(id(1))).isPresent();
    }
  }

  @Test
  void any_flipped_bit_or_another_key_makes_sessions_unknown_and_breaks_nothing() throws Exception {
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
    }
    Path file = state.sessions().path();
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < whole.length * 8; bit += 7) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      try (SealedSessions sessions = open()) {
        assertThat(sessions.find(id(1))).as("bit %d", bit).isEmpty();
      }
    }
  }

  @Test
  void file_shows_no_identity_and_is_its_owners_only() throws Exception {
    try (SealedSessions sessions = open()) {
      put(sessions, 1);
    }
    Path file = state.sessions().path();
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(ID.hex());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void file_does_not_grow_with_the_number_of_handshakes() throws Exception {
    try (SealedSessions sessions = open()) {
      for (int i = 0; i < 5_000; i++) {
        put(sessions, i % 100);
      }
    }
    assertThat(Files.size(state.sessions().path())).isLessThan(1_100 * 400);
  }
}
