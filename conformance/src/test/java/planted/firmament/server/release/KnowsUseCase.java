package planted.firmament.server.release;

import planted.firmament.server.app.LawfulUse;

/** Rule 2: the core does not know use cases. */
public final class KnowsUseCase {
  Object planted() {
    return new LawfulUse();
  }
}
