package io.firmament.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a root document is refused, as the attack or the mistake that it stops. */
class RootTest {
  /** Root keys 0 to 2 are those of document 1, keys 1 to 3 those of document 2. */
  private static List<KeyPair> keys;

  private static KeyPair release;
  private static KeyPair stranger;

  @BeforeAll
  static void keys() throws GeneralSecurityException {
    KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC");
    p256.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPairGenerator edwards = KeyPairGenerator.getInstance("Ed25519");
    keys = Stream.of(edwards, p256, edwards, p256).map(KeyPairGenerator::generateKeyPair).toList();
    release = p256.generateKeyPair();
    stranger = p256.generateKeyPair();
  }

  @Test
  void both_thresholds_are_met() throws Exception {
    Root next = second();
    assertThat(judge(sign(next, 0, 1, 2, 3))).isEqualTo(new RootVerdict.Accepted(next));
  }

  @Test
  void keys_that_are_in_both_documents_count_for_both() throws Exception {
    assertThat(judge(sign(second(), 1, 2))).isInstanceOf(RootVerdict.Accepted.class);
  }

  @Test
  void the_first_document_is_vouched_for_by_itself_alone() throws Exception {
    assertThat(JudgeRoot.anchor(sign(first(), 0, 2))).isEqualTo(new RootVerdict.Accepted(first()));
    assertThat(fault(JudgeRoot.anchor(sign(first(), 0)))).isEqualTo(RootFault.TOO_FEW_OWN_KEYS);
  }

  @Test
  void signed_by_the_new_keys_only() throws Exception {
    assertThat(fault(judge(sign(second(), 2, 3)))).isEqualTo(RootFault.TOO_FEW_OLD_KEYS);
  }

  @Test
  void signed_by_the_old_keys_only() throws Exception {
    assertThat(fault(judge(sign(second(), 0, 1)))).isEqualTo(RootFault.TOO_FEW_OWN_KEYS);
  }

  @Test
  void one_key_alone_where_two_are_asked_for() throws Exception {
    assertThat(fault(judge(sign(second(), 1)))).isEqualTo(RootFault.TOO_FEW_OLD_KEYS);
  }

  @Test
  void one_key_that_signs_twice() throws Exception {
    assertThat(fault(judge(sign(second(), 1, 1, 1)))).isEqualTo(RootFault.TOO_FEW_OLD_KEYS);
  }

  @Test
  void strangers_and_broken_signatures_count_for_nothing_and_do_no_harm() throws Exception {
    Root next = second();
    byte[] alone = SignRoot.sign(next, List.of(signer(stranger), signer(1)));
    assertThat(fault(judge(alone))).isEqualTo(RootFault.TOO_FEW_OLD_KEYS);
    byte[] enough = SignRoot.sign(next, List.of(signer(stranger), signer(1), signer(2)));
    assertThat(judge(enough)).isInstanceOf(RootVerdict.Accepted.class);
    CoseSign sound = CoseSign.decode(sign(next, 1, 2));
    CoseSign.One broken = new CoseSign.One(sound.signatures().get(0).header(), new byte[64]);
    List<CoseSign.One> both = List.of(broken, sound.signatures().get(1));
    assertThat(fault(judge(new CoseSign(sound.payload(), both).encode())))
        .isEqualTo(RootFault.TOO_FEW_OLD_KEYS);
  }

  @Test
  void a_strangers_signature_under_a_root_keys_id() throws Exception {
    KeySigner forger =
        new KeySigner(TrustedKey.of(keys.get(2).getPublic()), signer(stranger).raw());
    assertThat(fault(judge(SignRoot.sign(second(), List.of(signer(1), forger)))))
        .isEqualTo(RootFault.TOO_FEW_OLD_KEYS);
  }

  @Test
  void an_algorithm_that_is_not_the_keys_own() throws Exception {
    CoseSign sound = CoseSign.decode(sign(second(), 1, 2));
    SignatureHeader other =
        SignatureHeader.of(SignatureAlgorithm.ES256, KeyId.of(keys.get(2).getPublic()));
    CoseSign.One confused = new CoseSign.One(other, sound.signatures().get(1).signature());
    byte[] signed =
        new CoseSign(sound.payload(), List.of(sound.signatures().get(0), confused)).encode();
    assertThat(fault(judge(signed))).isEqualTo(RootFault.TOO_FEW_OLD_KEYS);
  }

  @Test
  void a_signature_for_another_purpose() throws Exception {
    byte[] payload = RootCodec.encode(second());
    List<CoseSign.One> wrong =
        List.of(
            one(payload, signer(1), CoseSign1.MANIFEST_AAD),
            one(payload, signer(2), CoseSign1.MANIFEST_AAD));
    assertThat(fault(judge(new CoseSign(payload, wrong).encode())))
        .isEqualTo(RootFault.TOO_FEW_OLD_KEYS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 4_294_967_295L})
  void only_the_next_number_will_do(long number) throws Exception {
    Root other = root(number, 2, 1, 2, 3);
    assertThat(fault(judge(sign(other, 0, 1, 2, 3)))).isEqualTo(RootFault.NOT_THE_NEXT);
  }

  @Test
  void every_flipped_bit_is_refused() throws Exception {
    byte[] signed = sign(second(), 1, 2);
    for (int bit = 0; bit < 8 * signed.length; bit++) {
      byte[] flipped = signed.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(judge(flipped)).as("bit %d", bit).isInstanceOf(RootVerdict.Refused.class);
    }
  }

  @Test
  void every_truncation_is_refused() throws Exception {
    byte[] signed = sign(second(), 1, 2);
    for (int length = 0; length < signed.length; length++) {
      assertThat(fault(judge(Arrays.copyOf(signed, length))))
          .as("%d octets", length)
          .isEqualTo(RootFault.MALFORMED);
    }
  }

  @Test
  void three_rotations_lead_from_the_first_document_to_the_fourth() throws Exception {
    Root third = root(3, 1, 3);
    Root fourth = root(4, 1, 0);
    Root trusted = first();
    for (byte[] next : List.of(sign(second(), 0, 1, 2), sign(third, 1, 2, 3), sign(fourth, 3, 0))) {
      RootVerdict verdict = JudgeRoot.verify(trusted, next);
      assertThat(verdict).isInstanceOf(RootVerdict.Accepted.class);
      trusted = ((RootVerdict.Accepted) verdict).root();
    }
    assertThat(trusted).isEqualTo(fourth);
    assertThat(fault(JudgeRoot.verify(first(), sign(fourth, 3, 0))))
        .isEqualTo(RootFault.NOT_THE_NEXT);
  }

  @Test
  void a_signature_can_be_added_where_the_other_key_is_kept() throws Exception {
    byte[] half = sign(second(), 1);
    byte[] whole = SignRoot.also(half, signer(2));
    assertThat(judge(whole)).isInstanceOf(RootVerdict.Accepted.class);
    assertThat(SignRoot.also(whole, signer(0))).hasSizeGreaterThan(whole.length);
    assertThat(CoseSign.decode(SignRoot.also(whole, signer(1))).signatures()).hasSize(2);
  }

  @Test
  void a_key_in_another_spelling_would_have_two_names() throws Exception {
    byte[] spki = keys.get(1).getPublic().getEncoded();
    byte[] compressed = Arrays.copyOf(spki, 59);
    compressed[1] = 0x39;
    compressed[24] = 0x22;
    compressed[26] = (byte) (2 + (spki[90] & 1));
    assertThatThrownBy(() -> TrustedKey.ofSpki(SignatureAlgorithm.ES256, compressed))
        .isInstanceOf(InvalidValueException.class);
    assertThat(TrustedKey.ofSpki(SignatureAlgorithm.ES256, spki).key())
        .isEqualTo(keys.get(1).getPublic());
  }

  @Test
  void a_key_id_that_is_listed_twice() {
    assertThatThrownBy(() -> root(2, 2, 1, 1, 2))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("each key id once");
    assertThat(fault(judgeUnchecked(rootMap(2, 1, 1, 2)))).isEqualTo(RootFault.MALFORMED);
    assertThat(fault(judgeUnchecked(rootMap(2, 1, 2, 3)))).isNotEqualTo(RootFault.MALFORMED);
  }

  @Test
  void a_key_that_is_listed_and_revoked() {
    assertThatThrownBy(
            () ->
                new Root(
                    2,
                    1,
                    List.of(TrustedKey.of(keys.get(0).getPublic())),
                    releaseKeys(),
                    List.of(),
                    Set.of(KeyId.of(release.getPublic()))))
        .hasMessageContaining("no key that is revoked");
  }

  @Test
  void more_signatures_asked_for_than_there_are_keys() {
    assertThatThrownBy(() -> root(2, 3, 1, 2)).hasMessageContaining("threshold");
    assertThatThrownBy(() -> root(2, 0, 1, 2)).hasMessageContaining("threshold");
  }

  @Test
  void too_many_keys_signatures_products_and_octets() throws Exception {
    assertThat(fault(judgeUnchecked(rootMap(1, new int[9])))).isEqualTo(RootFault.MALFORMED);
    CoseSign.One one = CoseSign.decode(sign(second(), 1)).signatures().get(0);
    byte[] payload = RootCodec.encode(second());
    List<CoseSign.One> most = IntStream.range(0, 16).mapToObj(i -> one).toList();
    List<CoseSign.One> many = IntStream.range(0, 17).mapToObj(i -> one).toList();
    assertThat(CoseSign.decode(new CoseSign(payload, most).encode()).signatures()).hasSize(16);
    assertThat(fault(judge(new CoseSign(payload, many).encode()))).isEqualTo(RootFault.MALFORMED);
    assertThat(fault(judge(new byte[Root.MAX_OCTETS + 1]))).isEqualTo(RootFault.MALFORMED);
    assertThatThrownBy(() -> CoseSign.decode(new byte[Root.MAX_OCTETS + 1]))
        .hasMessageContaining("" + Root.MAX_OCTETS);
    Set<ProductId> products =
        IntStream.rangeClosed(1, 65)
            .mapToObj(ProductId::new)
            .collect(java.util.stream.Collectors.toSet());
    assertThatThrownBy(
            () ->
                new Root(
                    1,
                    1,
                    List.of(TrustedKey.of(keys.get(0).getPublic())),
                    List.of(new EntitledKey(TrustedKey.of(release.getPublic()), products)),
                    List.of(),
                    Set.of()))
        .hasMessageContaining("products");
  }

  @Test
  void one_key_more_than_a_document_may_list() throws Exception {
    assertThat(listing(32, 8, 64).revoked()).hasSize(64);
    assertThatThrownBy(() -> listing(33, 8, 64)).hasMessageContaining("release keys");
    assertThatThrownBy(() -> listing(32, 9, 64)).hasMessageContaining("server keys");
    assertThatThrownBy(() -> listing(32, 8, 65)).hasMessageContaining("revoked");
  }

  private static Root listing(int releases, int servers, int revoked)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    return new Root(
        1,
        1,
        List.of(TrustedKey.of(keys.get(0).getPublic())),
        Stream.generate(() -> TrustedKey.of(generator.generateKeyPair().getPublic()))
            .limit(releases)
            .map(key -> new EntitledKey(key, Set.of()))
            .toList(),
        Stream.generate(() -> TrustedKey.of(generator.generateKeyPair().getPublic()))
            .limit(servers)
            .toList(),
        IntStream.range(0, revoked)
            .mapToObj(i -> new KeyId("%016x".formatted(i)))
            .collect(java.util.stream.Collectors.toSet()));
  }

  // ---- Documents

  private static Root first() {
    return root(1, 2, 0, 1, 2);
  }

  private static Root second() {
    return root(2, 2, 1, 2, 3);
  }

  private static Root root(long number, int threshold, int... rootKeys) {
    return new Root(
        number,
        threshold,
        Arrays.stream(rootKeys).mapToObj(i -> TrustedKey.of(keys.get(i).getPublic())).toList(),
        releaseKeys(),
        List.of(TrustedKey.of(stranger.getPublic())),
        Set.of(new KeyId("0011223344556677")));
  }

  private static List<EntitledKey> releaseKeys() {
    return List.of(
        new EntitledKey(
            TrustedKey.of(release.getPublic()), Set.of(new ProductId(7), new ProductId(300))));
  }

  /** A document that the constructor would not let through. */
  private static byte[] rootMap(int threshold, int... rootKeys) {
    List<Integer> listed = Arrays.stream(rootKeys).boxed().toList();
    return CborEncoder.encode(
        Cbor.map()
            .put(1, 2)
            .put(2, threshold)
            .put(3, Cbor.array(listed, i -> key(keys.get(i))))
            .put(4, Cbor.array(List.of(release), RootTest::key))
            .build());
  }

  private static Cbor key(KeyPair pair) {
    TrustedKey key = TrustedKey.of(pair.getPublic());
    return Cbor.map()
        .put(1, new Cbor.NInt(0, key.algorithm().cose()))
        .put(2, Cbor.bytes(key.spki()))
        .build();
  }

  private static RootVerdict judgeUnchecked(byte[] payload) {
    SignatureHeader header = signer(1).header();
    return judge(new CoseSign(payload, List.of(new CoseSign.One(header, new byte[64]))).encode());
  }

  private static CoseSign.One one(byte[] payload, KeySigner signer, String aad)
      throws GeneralSecurityException {
    byte[] content = CoseSign.toBeSigned(signer.header().octets(), aad, payload);
    return new CoseSign.One(signer.header(), signer.raw().sign(content));
  }

  private static KeySigner signer(int key) {
    return signer(keys.get(key));
  }

  private static KeySigner signer(KeyPair pair) {
    return KeySigner.of(pair.getPrivate(), pair.getPublic());
  }

  private static byte[] sign(Root root, int... signers) throws GeneralSecurityException {
    return SignRoot.sign(root, Arrays.stream(signers).mapToObj(RootTest::signer).toList());
  }

  private static RootVerdict judge(byte[] signed) {
    return JudgeRoot.verify(first(), signed);
  }

  private static RootFault fault(RootVerdict verdict) {
    assertThat(verdict).isInstanceOf(RootVerdict.Refused.class);
    assertThat(((RootVerdict.Refused) verdict).detail()).isNotBlank();
    return ((RootVerdict.Refused) verdict).fault();
  }
}
