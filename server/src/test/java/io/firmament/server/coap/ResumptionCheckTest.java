package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Fingerprint;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.ResumptionVerificationResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which kept sessions may be resumed; one that may not is forgotten, with its master secret. */
class ResumptionCheckTest {
  private static final ConnectionId CONNECTION = new ConnectionId(new byte[] {1});
  private static final DeviceId ID = new DeviceId(DoorFixture.ID);

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private final FakeRequests requests = new FakeRequests(clock);
  private SealedSessions sessions;

  @BeforeEach
  void keep() throws Exception {
    SecureRandom random = new SecureRandom();
    DtlsState state =
        new DtlsState(directory, StateKey.readOrMake(directory.resolve("key"), random), random);
    sessions = SealedSessions.open(state.sessions(), state.box(), Duration.ofDays(30), clock);
    sessions.put(
        ID, Optional.of(Fingerprint.ofPsk(DoorFixture.KEY)), SealedSessionsTest.session(1));
    requests.register(DoorFixture.ID, DoorFixture.KEY);
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  @Test
  void session_of_a_device_that_holds_its_credential_is_resumed_and_kept() {
    assertThat(isResumed()).isTrue();
    assertThat(isKept()).isTrue();
  }

  @Test
  void session_of_a_device_in_quarantine_is_resumed() {
    requests.decide(DoorFixture.ID, Approval.QUARANTINED);

    assertThat(isResumed()).isTrue();
  }

  @Test
  void session_of_a_denied_device_is_refused_and_forgotten() {
    requests.decide(DoorFixture.ID, Approval.DENIED);

    assertThat(isResumed()).isFalse();
    assertThat(isKept()).isFalse();
  }

  @Test
  void session_of_a_device_that_is_registered_no_more_is_refused_and_forgotten() {
    requests.unregister(DoorFixture.ID);

    assertThat(isResumed()).isFalse();
    assertThat(isKept()).isFalse();
  }

  @Test
  void session_that_another_key_made_is_refused_for_good() {
    requests.register(DoorFixture.ID, DoorFixture.OTHER_KEY);
    assertThat(isResumed()).isFalse();

    requests.register(DoorFixture.ID, DoorFixture.KEY);

    assertThat(isResumed()).isFalse();
  }

  private boolean isResumed() {
    ResumptionVerificationResult result =
        new ResumptionCheck(requests, sessions)
            .verifyResumptionRequest(CONNECTION, null, SealedSessionsTest.id(1));
    return result.getDTLSSession() != null;
  }

  private boolean isKept() {
    return sessions.find(SealedSessionsTest.id(1)).isPresent();
  }
}
