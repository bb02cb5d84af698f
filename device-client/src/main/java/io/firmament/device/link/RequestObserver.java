package io.firmament.device.link;

import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** Tells the link what becomes of one message of a request. */
final class RequestObserver extends MessageObserverAdapter {
  private static final int REPETITIONS_OF_ONE_ID = 2;

  private final long exchange;
  private final Request request;
  private final DtlsLink link;
  private int repetitions;

  RequestObserver(long exchange, Request request, DtlsLink link) {
    this.exchange = exchange;
    this.request = request;
    this.link = link;
  }

  @Override
  public void onResponse(Response response) {
    link.answered(exchange, request, response);
  }

  @Override
  public void onRetransmission() {
    repetitions++;
    if (repetitions == REPETITIONS_OF_ONE_ID) {
      link.renew(exchange, request);
    }
  }

  @Override
  public void onTimeout() {
    link.unheard(exchange, request);
  }

  @Override
  public void onReject() {
    link.unanswered(exchange, request, "rejected by the cloud");
  }

  @Override
  public void onSendError(Throwable error) {
    link.unanswered(exchange, request, error);
  }
}
