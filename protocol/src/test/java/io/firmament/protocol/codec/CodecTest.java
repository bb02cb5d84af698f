package io.firmament.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.LargeHello;
import io.firmament.protocol.message.ShortHello;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message through its codec, with an independent CBOR library as the oracle. */
class CodecTest {
  private static final int MESSAGES = 300;
  private static final int MUTATIONS = 3_000;
  private static final CBOREncodeOptions CANONICAL =
      new CBOREncodeOptions("ctap2canonical=true;allowduplicatekeys=false");

  static List<MessageForm<?>> forms() {
    return MessageForm.ALL;
  }

  @ParameterizedTest
  @MethodSource("forms")
  <M> void what_was_encoded_decodes_to_the_same(MessageForm<M> form) throws Exception {
    for (long seed = 0; seed < MESSAGES; seed++) {
      M message = form.some().apply(new Messages(seed));
      assertThat(form.decoder().decode(form.encoder().apply(message))).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void the_oracle_writes_the_same_octets(MessageForm<?> form) {
    for (long seed = 0; seed < MESSAGES; seed++) {
      byte[] octets = form.someOctets(new Messages(seed));
      if (octets.length > 0) {
        assertThat(CBORObject.DecodeFromBytes(octets).EncodeToBytes()).isEqualTo(octets);
      }
    }
  }

  /** Whatever comes: a message that encodes to the same octets again, or a refusal. */
  @ParameterizedTest
  @MethodSource("forms")
  void mutated_octets_are_refused_or_have_one_meaning(MessageForm<?> form) {
    Random random = new Random(20_260_101);
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] octets = mutated(form.someOctets(new Messages(i % 50)), random);
      try {
        // An unknown key from 64 on is dropped, so that what comes back may be shorter.
        byte[] again = form.again(octets);
        assertThat(again.length).isLessThanOrEqualTo(octets.length);
        assertThat(form.again(again)).isEqualTo(again);
        accepted++;
      } catch (DecodeException refused) {
        assertThat(refused.offset()).isBetween(0, octets.length);
      }
    }
    assertThat(accepted).isLessThan(MUTATIONS);
  }

  /**
   * The decoder and the oracle agree on what deterministic CBOR is, over the types that both know.
   */
  @Test
  void what_the_decoder_accepts_the_oracle_accepts() {
    Random random = new Random(7);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = new byte[1 + random.nextInt(12)];
      random.nextBytes(octets);
      try {
        Cbor item = CborDecoder.decode("noise", octets, octets.length);
        assertThat(CborEncoder.encode(item)).isEqualTo(octets);
        assertThat(oracleAccepts(octets)).as(Arrays.toString(octets)).isTrue();
        accepted++;
      } catch (DecodeException refused) {
        assertThat(refused).hasMessageContaining("octet");
      }
    }
    assertThat(accepted).isGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void every_truncation_is_refused(MessageForm<?> form) {
    byte[] octets = form.someOctets(new Messages(3));
    for (int length = 1; length < octets.length; length++) {
      byte[] cut = Arrays.copyOf(octets, length);
      assertThatThrownBy(() -> form.decoder().decode(cut)).isInstanceOf(DecodeException.class);
    }
  }

  @Test
  void a_short_hello_is_thirteen_octets() {
    ShortHello hello = new ShortHello(new Messages(1).shortHello().digest(), Flags.DEFAULT);
    assertThat(HelloCodec.encode(hello)).hasSize(13);
  }

  @Test
  void a_large_hello_is_fifteen_octets() throws Exception {
    LargeHello hello = new LargeHello(new Messages(1).largeHello().digest(), Flags.DEFAULT);
    byte[] octets = HelloCodec.encode(hello);
    assertThat(octets).hasSize(15);
    assertThat(HelloCodec.decode(octets)).isEqualTo(hello);
  }

  @Test
  void flags_and_vitals_are_not_in_the_digest() {
    FullHello.Facts facts = new Messages(1).facts();
    FullHello busy = HelloCodec.full(new Flags(0), facts, new Messages(2).fullHello().vitals());
    FullHello idle = HelloCodec.full(Flags.DEFAULT, facts, FullHello.Vitals.NONE);
    assertThat(busy.digest()).isEqualTo(idle.digest());
  }

  @Test
  void an_unknown_key_from_64_on_is_ignored() throws Exception {
    byte[] withKey64 = {(byte) 0xA2, 1, 5, 0x18, 64, 0};
    assertThat(CommandCodec.decodeCancel(withKey64)).isEqualTo(new Cancel(5));
  }

  @Test
  void nesting_is_bounded() {
    byte[] deep = new byte[1000];
    Arrays.fill(deep, (byte) 0x81);
    assertThatThrownBy(() -> CborDecoder.decode("deep", deep, deep.length))
        .hasMessageContaining("expected at most 8 levels");
  }

  @Test
  void a_claimed_length_costs_nothing() {
    byte[] claim = {(byte) 0x9B, 0x7F, -1, -1, -1, -1, -1, -1, -1};
    assertThatThrownBy(() -> CborDecoder.decode("claim", claim, claim.length))
        .hasMessage(
            "claim at octet 9: expected 9223372036854775807 octets at least, found 0 octets");
  }

  private static boolean oracleAccepts(byte[] octets) {
    try {
      CBORObject.DecodeFromBytes(octets, CANONICAL);
      return true;
    } catch (CBORException refused) {
      return false;
    }
  }

  private static byte[] mutated(byte[] octets, Random random) {
    if (octets.length == 0) {
      return octets;
    }
    byte[] mutated = octets.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(mutated, random.nextInt(mutated.length) + 1)
        : mutated;
  }
}
