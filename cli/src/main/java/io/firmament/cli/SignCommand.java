package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.certs.CredentialException;
import io.firmament.certs.ReleaseKey;
import io.firmament.certs.SigningKeys;
import io.firmament.protocol.image.FirmwareImage;
import io.firmament.protocol.image.ImageException;
import io.firmament.protocol.image.ImageFormat;
import io.firmament.protocol.image.ReadImage;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestSigner;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a manifest, where the release key is: no server is needed. */
@Command(
    name = "sign",
    description = {
      "Signs what devices may install: an image and what it is for become a manifest.",
      "No server is needed. Upload it beside the image with 'firmware upload --manifest FILE'."
    })
final class SignCommand implements Step {
  private static final long MAX_SECURITY = 0xFFFF_FFFFL;

  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = "The image.")
  private Path image;

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "The release key.")
  private Path key;

  @Option(
      names = "--product",
      required = true,
      paramLabel = "N",
      description = "The product's number.")
  private long product;

  @Option(
      names = "--platform",
      required = true,
      paramLabel = "N",
      description = "Number of the hardware that the image runs on.")
  private int platform;

  @Option(names = "--version", required = true, paramLabel = "N", description = "Its version.")
  private int version;

  @Option(
      names = "--security",
      defaultValue = "0",
      paramLabel = "N",
      description = {
        "Its security number (default: ${DEFAULT-VALUE}): a device that has confirmed one",
        "never installs a lower one again."
      })
  private long security;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "Not to be installed after this time, such as 2027-01-01T00:00:00Z.")
  private Optional<String> expires = Optional.empty();

  @Option(names = "--device", paramLabel = "ID", description = "For this device only.")
  private Optional<String> device = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The manifest; must not exist.")
  private Path out;

  SignCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    try {
      ReleaseKey signer = SigningKeys.read(key);
      Manifest manifest = manifest(Files.readAllBytes(image));
      SecureRandom random = new SecureRandom();
      byte[] signed =
          new ManifestSigner(signer.publicKey().key(), content -> signer.sign(content, random))
              .sign(manifest);
      Files.write(out, signed, java.nio.file.StandardOpenOption.CREATE_NEW);
      say(manifest, signer, signed.length);
      return ExitCode.DONE;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (ImageException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (InvalidValueException e) {
      throw CommandFailedException.usage(e.getMessage(), "'sign --help' says what it takes");
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "cannot read " + image + " or write " + out + ": " + e, "check both paths");
    } catch (GeneralSecurityException e) {
      throw CommandFailedException.failed("the key does not sign: " + e.getMessage(), "");
    }
  }

  private Manifest manifest(byte[] file) throws ImageException, CommandFailedException {
    FirmwareImage read = ReadImage.from(ByteBuffer.wrap(file));
    refuseOther("version", read.version().map(FirmwareVersion::number), version);
    refuseOther("product", read.product().map(ProductId::number), product);
    refuseOther("platform", read.platform().map(PlatformId::number), platform);
    if (security < 0 || security > MAX_SECURITY) {
      throw new InvalidValueException("security number", "from 0 to " + MAX_SECURITY, security);
    }
    return new Manifest(
        new ProductId(product),
        new PlatformId(platform),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        expiry(),
        device.map(DeviceId::new),
        List.of(
            new Manifest.Component(
                ModuleName.APPLICATION,
                new FirmwareVersion(version),
                read.size(),
                read.digest(),
                security,
                requirements(read),
                false)));
  }

  private Optional<Instant> expiry() throws CommandFailedException {
    try {
      return expires.map(Instant::parse).map(end -> end.truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeParseException e) {
      throw CommandFailedException.usage(
          "--expires must be a time, but was '" + expires.orElseThrow() + "'",
          "for example 2027-01-01T00:00:00Z");
    }
  }

  /** As the server reads them at an upload: said by applications only. */
  private static List<Requirement> requirements(FirmwareImage image) {
    boolean application =
        image.format() != ImageFormat.RAW
            && image.module().filter(m -> m.kind() == ModuleKind.APPLICATION).isPresent();
    return application ? image.requires() : List.of();
  }

  private static void refuseOther(String what, Optional<? extends Number> said, long given)
      throws CommandFailedException {
    if (said.isPresent() && said.get().longValue() != given) {
      throw CommandFailedException.failed(
          "the image says that its " + what + " is " + said.get() + ", not " + given,
          "sign the image that was built for it");
    }
  }

  private void say(Manifest manifest, ReleaseKey signer, int octets) {
    Manifest.Component component = manifest.components().get(0);
    if (output.json()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("path", out.toString()).put("key", signer.id().hex());
      json.put("version", component.version().number()).put("security", component.security());
      json.put("sha256", component.image().hex()).put("size", component.imageSize());
      host.out().println(json);
    } else {
      host.out()
          .printf(
              "%s: %d bytes, version %s of product %s, security number %d, signed with key %s%n",
              out,
              octets,
              component.version(),
              manifest.product(),
              component.security(),
              signer.id());
    }
  }
}
