package io.firmament.protocol.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import io.firmament.protocol.vectors.VectorFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PRD2, PRD3: what a file says of itself is read, and what it says wrongly is refused. */
class ReadImageTest {
  private static final int MUTATIONS = 5000;

  private final ParticleModuleBuilder builder = new ParticleModuleBuilder();

  static List<VectorFile> vectors() {
    return VectorFile.all("image");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_gets_its_verdict(VectorFile vector) throws ImageException {
    if (vector.value("verdict").equals("accepted")) {
      FirmwareImage image = ReadImage.from(ByteBuffer.wrap(vector.octets()));
      assertThat(image.digest()).isEqualTo(Digest.of(vector.octets()));
      assertThat(said(image)).isEqualTo(vector.value("says"));
    } else {
      ImageException refusal = refusal(vector.octets());
      assertThat(refusal.fault()).isEqualTo(ImageFault.valueOf(vector.value("fault")));
      assertThat(refusal).hasMessage(vector.value("why"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x200, 0x184, 0x10C})
  void header_is_found_at_the_beginning_or_behind_a_vector_table(int offset) throws ImageException {
    byte[] file =
        builder
            .vectorTable(offset)
            .module(4, 1, 2008)
            .requires(2, 0, 1003)
            .requires(8, 0, 202)
            .build();
    FirmwareImage image = read(file);
    assertThat(image.format()).isEqualTo(ImageFormat.PARTICLE_MODULE);
    assertThat(image.size()).isEqualTo(file.length);
    assertThat(image.digest()).isEqualTo(Digest.of(file));
    assertThat(image.platform()).contains(new PlatformId(13));
    assertThat(image.module()).contains(ModuleName.of(ModuleKind.SYSTEM_PART, 1));
    assertThat(image.moduleVersion()).contains(new FirmwareVersion(2008));
    assertThat(image.requires())
        .containsExactly(
            new Requirement(ModuleName.of(ModuleKind.BOOTLOADER, 0), new FirmwareVersion(1003)),
            new Requirement(ModuleName.of(ModuleKind.RADIO, 0), new FirmwareVersion(202)));
    assertThat(image.minimumSystem()).isEmpty();
  }

  @Test
  void product_and_version_are_read_from_the_suffix() throws ImageException {
    FirmwareImage image = read(builder.product(4711, 12).requires(4, 1, 1502).build());
    assertThat(image.product()).contains(new ProductId(4711));
    assertThat(image.version()).contains(new FirmwareVersion(12));
    assertThat(image.module()).contains(ModuleName.APPLICATION);
    assertThat(image.minimumSystem()).contains(new FirmwareVersion(1502));
  }

  @Test
  void product_and_version_are_read_from_the_extension() throws ImageException {
    byte[] location = new byte[12];
    FirmwareImage image = read(builder.product(35_000, 4).suffixExtension(2, location).build());
    assertThat(image.product()).contains(new ProductId(35_000));
    assertThat(image.version()).contains(new FirmwareVersion(4));
  }

  @Test
  void ffff_is_not_said() throws ImageException {
    FirmwareImage image = read(builder.product(0xFFFF, 0xFFFF).build());
    assertThat(image.product()).isEmpty();
    assertThat(image.version()).isEmpty();
  }

  @Test
  void the_platforms_own_number_is_no_product() throws ImageException {
    FirmwareImage image = read(builder.product(13, 3).build());
    assertThat(image.product()).isEmpty();
    assertThat(image.version()).contains(new FirmwareVersion(3));
  }

  @Test
  void old_suffix_says_no_product() throws ImageException {
    FirmwareImage image = read(builder.withoutProduct().build());
    assertThat(image.product()).isEmpty();
    assertThat(image.version()).isEmpty();
  }

  @Test
  void asset_has_a_name() throws ImageException {
    byte[] name = "cat.jpg".getBytes(StandardCharsets.UTF_8);
    byte[] asset = builder.module(9, 0, 0).flags(1).suffixExtension(0x11, name).build();
    assertThat(read(asset).module()).contains(ModuleName.asset("cat.jpg"));
  }

  @Test
  void asset_without_a_name_is_refused() {
    byte[] asset = builder.module(9, 0, 0).flags(1).build();
    assertThat(refusal(asset).fault()).isEqualTo(ImageFault.WRONG_FIELD);
  }

  @Test
  void asset_whose_name_is_no_text_is_refused() {
    byte[] name = {(byte) 0xC3, 0x28};
    byte[] asset = builder.module(9, 0, 0).flags(1).suffixExtension(0x11, name).build();
    assertThat(refusal(asset).fault()).isEqualTo(ImageFault.WRONG_FIELD);
  }

  @Test
  void further_dependencies_come_from_extensions_of_header_and_suffix() throws ImageException {
    byte[] third = {4, 2, 7, 0, 0, 0, 0, 0};
    byte[] fourth = {4, 3, 9, 0, 0, 0, 0, 0};
    FirmwareImage image =
        read(
            builder
                .flags(0x10)
                .requires(4, 1, 5)
                .prefixExtension(3, third)
                .prefixExtension(0, new byte[0])
                .suffixExtension(3, fourth)
                .build());
    assertThat(image.requires()).hasSize(3);
    assertThat(image.minimumSystem()).contains(new FirmwareVersion(9));
  }

  @Test
  void radio_stack_digests_only_what_is_written() throws ImageException {
    byte[] file = builder.module(8, 0, 202).flags(1).withoutProduct().build();
    byte[] written = Arrays.copyOfRange(file, 24, file.length - 40);
    System.arraycopy(Digest.of(written).octets(), 0, file, file.length - 38, 32);
    assertThat(read(ParticleModuleBuilder.sealed(file)).module())
        .contains(ModuleName.of(ModuleKind.RADIO, 0));
  }

  @Test
  void damaged_octet_is_refused_with_both_checksums() {
    byte[] file = builder.build();
    file[30] ^= 1;
    ImageException refusal = refusal(file);
    assertThat(refusal.fault()).isEqualTo(ImageFault.WRONG_CHECKSUM);
    assertThat(refusal).hasMessageMatching("CRC-32: expected [0-9a-f]{8}, found [0-9a-f]{8}");
    assertThat(refusal.hint()).contains("damaged");
    assertThat(refusal.getStackTrace()).isEmpty();
  }

  @Test
  void altered_octet_under_a_fitting_checksum_is_refused_by_its_digest() {
    byte[] file = builder.build();
    file[30] ^= 1;
    assertThat(refusal(ParticleModuleBuilder.sealed(file)).fault())
        .isEqualTo(ImageFault.WRONG_DIGEST);
  }

  @Test
  void file_that_breaks_off_is_refused_with_both_sizes() {
    byte[] file = builder.build();
    for (int length = 24; length < file.length; length++) {
      ImageException refusal = refusal(Arrays.copyOf(file, length));
      assertThat(refusal.fault()).isEqualTo(ImageFault.WRONG_SIZE);
      assertThat(refusal)
          .hasMessage("size: expected %d octets, found %d".formatted(file.length, length));
    }
  }

  @Test
  void file_with_something_behind_its_end_is_refused() {
    byte[] file = builder.build();
    assertThat(refusal(Arrays.copyOf(file, file.length + 1)).fault())
        .isEqualTo(ImageFault.WRONG_SIZE);
  }

  @ParameterizedTest
  @CsvSource({"0", "35", "200", "65535"})
  void suffix_that_reaches_beyond_the_module_is_refused(int size) {
    byte[] file = builder.build();
    ByteBuffer.wrap(file).putShort(file.length - 6, Short.reverseBytes((short) size));
    assertThat(refusal(ParticleModuleBuilder.sealed(file)).fault())
        .isEqualTo(ImageFault.WRONG_FIELD);
  }

  @ParameterizedTest
  @CsvSource({"0", "3", "60", "65535"})
  void extension_that_reaches_beyond_the_suffix_is_refused(int length) {
    byte[] file = builder.suffixExtension(2, new byte[12]).build();
    int lengthField = file.length - 4 - 36 - 10 - 16 + 2;
    ByteBuffer.wrap(file).putShort(lengthField, Short.reverseBytes((short) length));
    assertThat(refusal(ParticleModuleBuilder.digested(file)).fault())
        .isEqualTo(ImageFault.WRONG_FIELD);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void module_that_cannot_be_installed_is_refused(int function) {
    assertThat(refusal(builder.module(function, 0, 1).build()).fault())
        .isEqualTo(ImageFault.UNSUPPORTED);
  }

  @Test
  void combined_modules_are_refused_with_a_hint() {
    ImageException refusal = refusal(builder.flags(4).build());
    assertThat(refusal.fault()).isEqualTo(ImageFault.UNSUPPORTED);
    assertThat(refusal.hint()).contains("one module");
  }

  @Test
  void unknown_platform_is_a_module_when_its_size_fits_and_raw_when_not() throws ImageException {
    byte[] file = builder.platform(61_000).build();
    assertThat(read(file).platform()).contains(new PlatformId(61_000));
    assertThat(read(Arrays.copyOf(file, file.length - 1)).format()).isEqualTo(ImageFormat.RAW);
  }

  @Test
  void anything_else_is_raw_and_says_nothing() throws ImageException {
    byte[] vectorTable = new byte[5000];
    new Random(1).nextBytes(vectorTable);
    FirmwareImage image = read(vectorTable);
    assertThat(image.format().label()).isEqualTo("raw");
    assertThat(image.size()).isEqualTo(5000);
    assertThat(image.digest()).isEqualTo(Digest.of(vectorTable));
    assertThat(image.platform()).isEmpty();
    assertThat(image.version()).isEmpty();
  }

  @Test
  void nothing_is_refused() {
    assertThat(refusal(new byte[0]).fault()).isEqualTo(ImageFault.EMPTY);
  }

  @Test
  void buffer_is_left_as_it_was_and_read_from_its_position() throws ImageException {
    byte[] file = builder.product(5, 7).build();
    ByteBuffer framed = ByteBuffer.allocate(file.length + 20).position(10).put(file);
    framed.position(10).limit(10 + file.length);
    assertThat(ReadImage.from(framed).version()).contains(new FirmwareVersion(7));
    assertThat(framed.position()).isEqualTo(10);
    assertThat(framed.remaining()).isEqualTo(file.length);
  }

  @Test
  void mutated_modules_with_checksums_that_hold_are_read_or_refused_and_nothing_else() {
    byte[] name = "cat.jpg".getBytes(StandardCharsets.UTF_8);
    byte[] file =
        builder
            .module(9, 0, 1)
            .flags(0x11)
            .prefixExtension(3, new byte[] {4, 2, 7, 0, 0, 0, 0, 0})
            .prefixExtension(0, new byte[0])
            .suffixExtension(0x11, name)
            .build();
    int read = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      byte[] mutant = file.clone();
      Random random = new Random(seed);
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutant[8 + random.nextInt(mutant.length - 8)] = (byte) random.nextInt();
      }
      try {
        read(ParticleModuleBuilder.digested(mutant));
        read++;
      } catch (ImageException e) {
        assertThat(e.getMessage()).as("seed %d", seed).contains("expected", "found");
      }
    }
    assertThat(read).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
  }

  private static FirmwareImage read(byte[] file) throws ImageException {
    return ReadImage.from(ByteBuffer.wrap(file));
  }

  private static ImageException refusal(byte[] file) {
    ImageException refusal = catchThrowableOfType(ImageException.class, () -> read(file));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  /** In the words of the vectors. */
  private static String said(FirmwareImage image) {
    return "%s, platform %s, module %s, module version %s, product %s, version %s, requires %s"
        .formatted(
            image.format().label(),
            shown(image.platform()),
            image.module().map(ReadImageTest::shown).orElse("-"),
            shown(image.moduleVersion()),
            shown(image.product()),
            shown(image.version()),
            image.requires().stream()
                .map(needed -> shown(needed.module()) + " " + needed.version())
                .collect(Collectors.joining(" and "))
                .transform(text -> text.isEmpty() ? "-" : text));
  }

  private static String shown(Optional<?> value) {
    return value.map(Object::toString).orElse("-");
  }

  private static String shown(ModuleName module) {
    return module.kind() + "/" + (module.name().isEmpty() ? module.index() : module.name());
  }
}
