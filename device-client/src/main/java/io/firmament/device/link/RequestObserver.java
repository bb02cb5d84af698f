package io.firmament.device.link;

import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Response;

/** Tells the link how a request ended. */
final class RequestObserver extends MessageObserverAdapter {
  private final long exchange;
  private final DtlsLink link;

  RequestObserver(long exchange, DtlsLink link) {
    this.exchange = exchange;
    this.link = link;
  }

  @Override
  public void onResponse(Response response) {
    link.answered(exchange, response);
  }

  @Override
  public void onTimeout() {
    link.unanswered(exchange, "repeated in vain");
  }

  @Override
  public void onReject() {
    link.unanswered(exchange, "rejected by the cloud");
  }

  @Override
  public void onSendError(Throwable error) {
    link.unanswered(exchange, "not sent: " + error.getMessage());
  }
}
