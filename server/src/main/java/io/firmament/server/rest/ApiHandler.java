package io.firmament.server.rest;

import io.firmament.server.app.Caller;
import io.firmament.server.app.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
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
 * What happens to every request, in this order: which route it takes, who asks, what its body is,
 * whether he may, what the endpoint answers. Without a token nobody learns which routes there are.
 * A body that is not a file is read without holding a thread, and before it is known who asks only
 * where the token may be in it: in a form.
 */
final class ApiHandler extends Handler.Abstract {
  private final RouteTable routes;
  private final Authentication authentication;
  private final Gatekeeper gatekeeper;
  private final Repetitions repetitions;
  private final InstantSource clock;
  private final RestLimits limits;
  private final OpenStreams streams;

  ApiHandler(
      RouteTable routes,
      Authentication authentication,
      Admission admission,
      RestLimits limits,
      OpenStreams streams,
      InstantSource clock) {
    this.routes = routes;
    this.authentication = authentication;
    this.gatekeeper = admission.gatekeeper();
    this.repetitions = admission.repetitions();
    this.clock = clock;
    this.limits = limits;
    this.streams = streams;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Request paced = new PacedRequest(request, limits, clock);
    Exchange exchange = new Exchange(paced, response, callback, streams);
    exchange.attempt(() -> begin(exchange));
    return true;
  }

  private void begin(Exchange exchange) throws Problem, RefusedException, IOException {
    Optional<RouteTable.Found> found =
        routes.find(exchange.request().getMethod(), exchange.rawPath());
    Body unread = new Body(exchange.contentType(), InputStream.nullInputStream(), 0);
    Optional<String> header = exchange.header("Authorization");
    Optional<String> inQuery = exchange.query().text("access_token");
    Needs needs = found.map(f -> f.route().needs()).orElse(Needs.TOKEN);
    if (needs == Needs.NOTHING) {
      take(exchange, found, unread, Caller.NOBODY);
    } else if (needs == Needs.PERHAPS) {
      take(exchange, found, unread, authentication.perhaps(header, inQuery, exchange.from()));
    } else if (header.isEmpty() && inQuery.isEmpty() && unread.isForm()) {
      read(exchange, body -> answer(exchange, found, body, caller(exchange, body)));
    } else {
      Caller caller = authentication.caller(header, inQuery, unread, exchange.from());
      take(exchange, found, unread, caller);
    }
  }

  private Caller caller(Exchange exchange, Body form) throws Problem, IOException {
    return authentication.caller(Optional.empty(), Optional.empty(), form, exchange.from());
  }

  /** A body of parts may hold a file, and is read by the endpoint; any other is small. */
  private void take(Exchange exchange, Optional<RouteTable.Found> found, Body unread, Caller caller)
      throws Problem, RefusedException, IOException {
    if (unread.isMultipart()) {
      InputStream in = Content.Source.asInputStream(exchange.request());
      Body body = new Body(exchange.contentType(), in, limits.bodyBytes());
      answer(exchange, found, body, caller);
    } else {
      read(exchange, body -> answer(exchange, found, body, caller));
    }
  }

  private void answer(Exchange exchange, Optional<RouteTable.Found> found, Body body, Caller caller)
      throws Problem, RefusedException, IOException {
    if (found.isEmpty()) {
      throw routes.missing(exchange.request().getMethod(), exchange.rawPath());
    }
    Call call =
        new Call(
            found.get().path(),
            exchange.query(),
            exchange::header,
            body,
            caller,
            exchange.from(),
            exchange.confidential());
    Route route = found.get().route();
    gatekeeper.check(route.needs(), call);
    exchange.finish(repetitions.answer(route, exchange.rawPath(), call), caller);
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
    throw failure instanceof IOException broken
        ? broken
        : new IOException("the body was cut off", failure);
  }
}
