package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.manifest.EntitledKey;
import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.KeySigner;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.RootFault;
import io.firmament.protocol.manifest.SignRoot;
import io.firmament.protocol.manifest.TrustedKey;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that goes from root document to root document, with the test as its cloud. */
final class RotationTest {
  private static final int NOT_FOUND = 0x84;

  /** Document n is signed by keys n − 1 and n, and lists keys n and n + 1: all of them change. */
  private final List<KeyPair> rootKeys = new ArrayList<>();

  /** Document n vouches for release key n. */
  private final List<KeyPair> releaseKeys = new ArrayList<>();

  private final List<byte[]> documents = new ArrayList<>();
  private MachineRig rig;

  @BeforeEach
  void four_documents() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    for (int i = 0; i < 6; i++) {
      rootKeys.add(generator.generateKeyPair());
      releaseKeys.add(generator.generateKeyPair());
    }
    for (int number = 1; number <= 4; number++) {
      documents.add(SignRoot.sign(document(number), signers(number)));
    }
    rig = new MachineRig();
    rig.anchor(TrustAnchor.of(document(1)));
    rig.boot(BootReason.POWER);
  }

  private Root document(int number) {
    return new Root(
        number,
        1,
        List.of(TrustedKey.of(rootKeys.get(number).getPublic())),
        List.of(new EntitledKey(TrustedKey.of(releaseKeys.get(number).getPublic()), Set.of())),
        List.of(TrustedKey.of(releaseKeys.get(0).getPublic())),
        number == 1 ? Set.of() : Set.of(KeyId.of(releaseKeys.get(number - 1).getPublic())));
  }

  private List<KeySigner> signers(int number) {
    return List.of(signer(rootKeys.get(number - 1)), signer(rootKeys.get(number)));
  }

  private static KeySigner signer(KeyPair pair) {
    return KeySigner.of(pair.getPrivate(), pair.getPublic());
  }

  /** Answers requests for documents, as far as there are any, until none is asked for any more. */
  private List<String> serveRoots(int newest) {
    List<String> asked = new ArrayList<>();
    while (rig.waits(Paths.ROOT)) {
      UpdateAction.Send send = rig.take(Paths.ROOT);
      String name = send.request().path().get(1);
      asked.add(name);
      int number = Integer.parseInt(name);
      if (number <= newest) {
        rig.answerBlock(send, documents.get(number - 1));
      } else {
        rig.answer(send, NOT_FOUND, new byte[0]);
      }
    }
    return asked;
  }

  private void handOut(int version) throws GeneralSecurityException {
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(version));
  }

  @Test
  void a_device_that_was_away_for_three_rotations_comes_through_all_of_them_and_updates()
      throws Exception {
    rig.signer(releaseKeys.get(4));
    rig.tell(new UpdateEvent.Connect());
    FullHello before =
        rig.takeHelloAnd(new HelloAnswer.NewRoot(4, Optional.of(rig.offer(5, 2, false))));
    assertThat(before.facts().root()).contains(1L);
    assertThat(rig.waits(Paths.MANIFEST)).as("the offer waits for the documents").isFalse();
    assertThat(serveRoots(4)).containsExactly("2", "3", "4");
    assertThat(rig.store.root().orElseThrow().number()).isEqualTo(4);
    assertThat(rig.takeHelloAnd(new HelloAnswer.Nothing()).facts().root()).contains(4L);
    handOut(2);
    assertThat(rig.takeStatus().phase()).isEqualTo(Status.Phase.STARTED);
  }

  @Test
  void each_document_is_stored_before_the_next_is_asked_for() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.NewRoot(4, Optional.empty()));
    for (int number = 2; number <= 4; number++) {
      assertThat(rig.store.root().map(KeptRoot::number).orElse(1L)).isEqualTo(number - 1);
      rig.answerBlock(rig.take(Paths.ROOT), documents.get(number - 1));
    }
    assertThat(rig.waits(Paths.ROOT)).isFalse();
  }

  @Test
  void a_boot_between_two_documents_goes_on_where_it_was() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.NewRoot(4, Optional.empty()));
    rig.answerBlock(rig.take(Paths.ROOT), documents.get(1));
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.Connect());
    assertThat(rig.takeHelloAnd(new HelloAnswer.NewRoot(4, Optional.empty())).facts().root())
        .contains(2L);
    assertThat(serveRoots(4)).containsExactly("3", "4");
  }

  @Test
  void an_older_document_from_the_factory_does_not_take_the_device_back() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.NewRoot(3, Optional.empty()));
    serveRoots(3);
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.Connect());
    assertThat(rig.takeHelloAnd(new HelloAnswer.Nothing()).facts().root()).contains(3L);
    rig.anchor(TrustAnchor.of(document(4)));
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.Connect());
    assertThat(rig.takeHelloAnd(new HelloAnswer.Nothing()).facts().root())
        .as("a newer one from the factory counts")
        .contains(4L);
  }

  @Test
  void an_unknown_key_in_a_pushed_offer_makes_the_device_look_for_newer_documents()
      throws Exception {
    rig.signer(releaseKeys.get(3));
    rig.connect();
    rig.push(rig.offer(5, 2, false));
    handOut(2);
    assertThat(serveRoots(3)).containsExactly("2", "3", "4");
    List<UpdateAction.Send> sent = rig.takeSent();
    assertThat(sent)
        .extracting(send -> send.request().path().get(0))
        .contains(Paths.STATUS, Paths.BLOB);
  }

  @Test
  void an_expired_manifest_is_refused_also_where_its_key_was_unknown_at_first() throws Exception {
    rig.expiry(Instant.parse("2026-06-01T00:00:00Z"));
    rig.signer(releaseKeys.get(3));
    rig.connect();
    rig.push(rig.offer(5, 2, false));
    handOut(2);
    serveRoots(3);
    byte[] today = CommandCodec.encodeTime(Instant.parse("2026-07-01T00:00:00Z"));
    rig.answer(rig.take(Paths.TIME), CoapCode.CONTENT, today);

    assertThat(rig.waits(Paths.BLOB)).isFalse();
    assertThat(rig.takeStatus().reason()).contains(RefusalReason.EXPIRED);
  }

  @Test
  void a_key_that_no_document_knows_is_refused_after_one_look() throws Exception {
    rig.signer(rootKeys.get(0));
    rig.connect();
    rig.push(rig.offer(5, 2, false));
    handOut(2);
    assertThat(serveRoots(1)).containsExactly("2");
    assertThat(rig.takeStatus().reason()).contains(RefusalReason.UNKNOWN_KEY);
    assertThat(rig.waits(Paths.ROOT)).isFalse();
  }

  @Test
  void a_release_key_that_a_new_document_revokes_ends_the_transfer_that_it_signed()
      throws Exception {
    rig.signer(releaseKeys.get(1));
    rig.begin(5, 2);
    rig.pass(DeviceProfile.HELLO_INTERVAL);
    rig.takeSent();
    rig.tell(new UpdateEvent.Connect());
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.NewRoot(2, Optional.of(rig.offer(6, 2, false))));
    serveRoots(2);
    rig.answerHello(new HelloAnswer.Nothing());
    if (rig.waits(Paths.MANIFEST)) {
      rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(2));
    }
    assertThat(rig.takeStatus().reason()).contains(RefusalReason.REVOKED_KEY);
  }

  @Test
  void a_staged_image_that_waits_for_a_reset_is_dropped_when_its_key_is_revoked() throws Exception {
    rig.signer(releaseKeys.get(1));
    rig.tell(new UpdateEvent.SwitchReset(false));
    rig.begin(5, 2);
    rig.serve(MachineRig.image(2), Integer.MAX_VALUE);
    rig.pass(Duration.ofSeconds(1));
    while (rig.waits(Paths.STATUS)) {
      rig.takeStatus();
    }
    rig.answer(rig.take(Paths.EVENT), CoapCode.CHANGED, new byte[0]);
    assertThat(rig.store.staged()).isPresent();
    rig.pass(DeviceProfile.HELLO_INTERVAL);
    rig.answerHello(new HelloAnswer.NewRoot(2, Optional.empty()));
    serveRoots(2);
    assertThat(rig.store.staged()).isEmpty();
    assertThat(rig.takeStatus().reason()).contains(RefusalReason.REVOKED_KEY);
  }

  @Test
  void a_refused_document_is_told_and_nothing_else_is_believed() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.NewRoot(2, Optional.empty()));
    rig.answerBlock(
        rig.take(Paths.ROOT), SignRoot.sign(document(2), List.of(signer(rootKeys.get(2)))));
    assertThat(rig.notices)
        .filteredOn(Notice.RootRefused.class::isInstance)
        .extracting(notice -> ((Notice.RootRefused) notice).fault())
        .containsExactly(RootFault.TOO_FEW_OLD_KEYS);
    assertThat(rig.store.root()).isEmpty();
    assertThat(rig.waits(Paths.ROOT)).isFalse();
    assertThat(rig.waits(Paths.HELLO)).as("no loop of hellos").isFalse();
  }

  @Test
  void a_lost_connection_in_the_middle_costs_one_document_at_most() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.NewRoot(4, Optional.empty()));
    rig.answerBlock(rig.take(Paths.ROOT), documents.get(1));
    rig.tell(new UpdateEvent.Closed("gone"));
    rig.takeSent();
    rig.pass(Duration.ofSeconds(5));
    rig.answerHello(new HelloAnswer.NewRoot(4, Optional.empty()));
    assertThat(serveRoots(4)).containsExactly("3", "4");
  }

  @Test
  void the_storage_fails_and_what_was_believed_before_still_is() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.NewRoot(2, Optional.empty()));
    rig.store.breakDown();
    rig.answerBlock(rig.take(Paths.ROOT), documents.get(1));
    assertThat(rig.notices).anyMatch(Notice.StorageTrouble.class::isInstance);
    assertThat(rig.notices).noneMatch(Notice.RootTrusted.class::isInstance);
  }

  @Test
  void release_keys_alone_lead_to_no_document() throws Exception {
    MachineRig bare = new MachineRig();
    bare.tell(new UpdateEvent.Connect());
    FullHello hello = bare.takeHelloAnd(new HelloAnswer.NewRoot(4, Optional.empty()));
    assertThat(hello.facts().root()).isEmpty();
    assertThat(bare.waits(Paths.ROOT)).isFalse();
  }

  @Test
  void a_cloud_that_never_ends_is_left_after_sixty_four_documents() throws Exception {
    List<byte[]> endless = new ArrayList<>();
    KeySigner only = signer(rootKeys.get(1));
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.NewRoot(4_000_000_000L, Optional.empty()));
    while (rig.waits(Paths.ROOT)) {
      endless.add(SignRoot.sign(same(endless.size() + 2), List.of(only)));
      rig.answerBlock(rig.take(Paths.ROOT), endless.get(endless.size() - 1));
    }
    assertThat(endless).hasSize(TrustMachine.MOST_AT_ONCE);
  }

  private Root same(long number) {
    Root first = document(1);
    return new Root(
        number, 1, first.rootKeys(), first.releaseKeys(), first.serverKeys(), first.revoked());
  }

  @Test
  void the_newest_document_says_whom_to_take_for_the_server() {
    assertThat(rig.serverKeys()).containsExactly(releaseKeys.get(0).getPublic());
  }
}
