package io.firmament.device.link;

import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** Tells the link what becomes of one message of a request. */
final class RequestObserver extends MessageObserverAdapter {
  private final long exchange;
  private final Request request;
  private final int challenges;
  private final DtlsLink link;

  /**
   * @param challenges how often the cloud has asked for a proof of the address (RFC 9175) before
   */
  RequestObserver(long exchange, Request request, int challenges, DtlsLink link) {
    this.exchange = exchange;
    this.request = request;
    this.challenges = challenges;
    this.link = link;
  }

  @Override
  public void onResponse(Response response) {
    link.answered(exchange, request, challenges, response);
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
