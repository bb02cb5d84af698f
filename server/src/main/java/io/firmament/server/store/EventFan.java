package io.firmament.server.store;

import io.firmament.server.app.StateStore.EventListener;
import io.firmament.server.app.StateStore.Subscription;
import io.firmament.server.app.StoredEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tells listeners and those who submitted a change, in order, on a thread of its own: what they do
 * cannot hold up the thread that writes. A listener that throws harms itself only.
 */
final class EventFan implements AutoCloseable {
  private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "store-events");
            made.setDaemon(true);
            return made;
          });

  Subscription add(EventListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void tell(List<StoredEvent> events) {
    for (EventListener listener : events.isEmpty() ? List.<EventListener>of() : listeners) {
      thread.execute(() -> tell(listener, events));
    }
  }

  private void tell(EventListener listener, List<StoredEvent> events) {
    for (StoredEvent event : events) {
      if (listeners.contains(listener)) {
        listener.happened(event);
      }
    }
  }

  /** The same outcome, told on this thread. */
  CompletionStage<Long> afterOutcome(CompletableFuture<Long> outcome) {
    CompletableFuture<Long> told = new CompletableFuture<>();
    outcome.whenComplete(
        (sequence, failure) -> {
          try {
            thread.execute(() -> complete(told, sequence, failure));
          } catch (RejectedExecutionException e) {
            complete(told, sequence, failure);
          }
        });
    return told;
  }

  private static void complete(CompletableFuture<Long> told, Long sequence, Throwable failure) {
    if (failure == null) {
      told.complete(sequence);
    } else {
      told.completeExceptionally(failure);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
