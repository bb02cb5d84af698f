package io.firmament.server.app;

import io.firmament.protocol.manifest.JudgeRoot;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.server.release.RootDocument;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The published root documents, in memory: asked at every hello. They are a chain from document 1
 * on; what is behind a broken link is not handed out.
 */
final class Roots {
  private final SortedMap<Long, byte[]> documents = new TreeMap<>();
  private Optional<Root> newest = Optional.empty();
  private Optional<String> broken = Optional.empty();

  Roots(Fleet fleet) {
    List<RootDocument> stored = fleet.all(Tables.ROOTS, "");
    for (RootDocument document : stored) {
      RootVerdict verdict = judge(document.signed());
      if (broken.isEmpty() && verdict instanceof RootVerdict.Accepted accepted) {
        add(accepted.root(), document.signed());
      } else if (verdict instanceof RootVerdict.Refused refused) {
        broken = broken.or(() -> Optional.of(document.number() + ": " + refused.detail()));
      }
    }
  }

  /** What becomes of a document behind the newest one. */
  synchronized RootVerdict judge(byte[] signed) {
    return newest.isPresent() ? JudgeRoot.verify(newest.get(), signed) : JudgeRoot.anchor(signed);
  }

  synchronized void add(Root root, byte[] signed) {
    documents.put(root.number(), signed.clone());
    newest = Optional.of(root);
  }

  /** What is believed now; empty where no document was published. */
  synchronized Optional<Root> newest() {
    return newest;
  }

  /** The octets of a document. */
  synchronized Optional<byte[]> signed(long number) {
    return Optional.ofNullable(documents.get(number)).map(byte[]::clone);
  }

  /** Where the chain is broken, if it is. */
  synchronized Optional<String> broken() {
    return broken;
  }
}
