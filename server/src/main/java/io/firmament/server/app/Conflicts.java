package io.firmament.server.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Reads, changes and writes again when somebody else was faster. */
final class Conflicts {
  private static final int TRIES = 16;

  private Conflicts() {}

  /** Does something that ends in {@link StateStore#submit} until nobody was faster. */
  static <T> CompletionStage<T> retried(Supplier<CompletionStage<T>> attempt) {
    return retried(attempt, TRIES);
  }

  private static <T> CompletionStage<T> retried(Supplier<CompletionStage<T>> attempt, int left) {
    return attempt
        .get()
        .handle(
            (value, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedStage(value);
              }
              return isConflict(failure) && left > 1
                  ? retried(attempt, left - 1)
                  : CompletableFuture.<T>failedStage(failure);
            })
        .thenCompose(stage -> stage);
  }

  private static boolean isConflict(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ConflictException;
  }

  /** What an operator does, and must read again because somebody else was faster. */
  interface Attempt<T> {
    T make() throws ConflictException, RefusedException;
  }

  /**
   * Does something until nobody was faster.
   *
   * @throws RefusedException CONFLICT when somebody always was
   */
  static <T> T again(Attempt<T> attempt) throws RefusedException {
    for (int i = 1; ; i++) {
      try {
        return attempt.make();
      } catch (ConflictException e) {
        if (i == TRIES) {
          throw new RefusedException(
              RefusedException.Kind.CONFLICT, e.getMessage(), "try again in a moment");
        }
      }
    }
  }
}
