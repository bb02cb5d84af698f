package io.firmament.server.rest;

import io.firmament.server.app.Caller;
import io.firmament.server.app.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * What happens to every request, in this order: who asks, what its body is, which route it takes,
 * what the endpoint answers. A body that is not a file is read without holding a thread, and before
 * it is known who asks only where the token may be in it: in a form.
 */
final class ApiHandler extends Handler.Abstract {
  private final RouteTable routes;
  private final Authentication authentication;
  private final RestLimits limits;
  private final OpenStreams streams;

  ApiHandler(
      RouteTable routes, Authentication authentication, RestLimits limits, OpenStreams streams) {
    this.routes = routes;
    this.authentication = authentication;
    this.limits = limits;
    this.streams = streams;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback, streams);
    exchange.attempt(() -> begin(exchange));
    return true;
  }

  private void begin(Exchange exchange) throws Problem, RefusedException, IOException {
    Fields query = exchange.query();
    Body unread = new Body(exchange.contentType(), InputStream.nullInputStream(), 0);
    Optional<String> header = exchange.header("Authorization");
    Optional<String> inQuery = query.text("access_token");
    if (header.isEmpty() && inQuery.isEmpty() && unread.isForm()) {
      read(exchange, body -> answer(exchange, body, caller(exchange, body)));
      return;
    }
    Caller caller = authentication.caller(header, inQuery, unread, exchange.from());
    if (unread.isMultipart()) {
      InputStream in = Content.Source.asInputStream(exchange.request());
      answer(exchange, new Body(exchange.contentType(), in, limits.bodyBytes()), caller);
    } else {
      read(exchange, body -> answer(exchange, body, caller));
    }
  }

  private Caller caller(Exchange exchange, Body form) throws Problem, IOException {
    return authentication.caller(Optional.empty(), Optional.empty(), form, exchange.from());
  }

  private void answer(Exchange exchange, Body body, Caller caller)
      throws Problem, RefusedException, IOException {
    RouteTable.Found found = routes.find(exchange.request().getMethod(), exchange.rawPath());
    Call call =
        new Call(
            found.path(),
            exchange.query(),
            exchange.header("Last-Event-ID"),
            body,
            caller,
            exchange.confidential());
    exchange.finish(found.route().endpoint().answer(call), caller);
  }

  /** What to do with a body that was read. */
  private interface Reader {
    void take(Body body) throws Problem, RefusedException, IOException;
  }

  private void read(Exchange exchange, Reader reader) {
    Content.Source.asByteArrayAsync(
        exchange.request(),
        limits.bodyBytes(),
        Promise.Invocable.from(
            Invocable.InvocationType.BLOCKING,
            octets -> exchange.attempt(() -> reader.take(body(exchange, octets))),
            failure -> exchange.attempt(() -> refuse(failure))));
  }

  private Body body(Exchange exchange, byte[] octets) {
    return new Body(exchange.contentType(), new ByteArrayInputStream(octets), limits.bodyBytes());
  }

  private void refuse(Throwable failure) throws Problem, IOException {
    if (failure instanceof IllegalStateException) {
      throw Problem.tooLarge(
          "the body is longer than " + limits.bodyBytes() + " bytes", "send less in one request");
    }
    if (failure instanceof HttpException refused) {
      throw new Problem(
          refused.getCode(), "invalid_request", "the body is not HTTP as it must be", "check it");
    }
    throw new IOException("the body was cut off", failure);
  }
}
