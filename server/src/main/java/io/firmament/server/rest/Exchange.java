package io.firmament.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.server.app.Caller;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.StoreFailedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its response: the one place where an exception becomes an answer. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final OpenStreams streams;

  Exchange(Request request, Response response, Callback callback, OpenStreams streams) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.streams = streams;
  }

  /** A step on the way to the answer. */
  interface Step {
    void take() throws Problem, RefusedException, IOException;
  }

  Request request() {
    return request;
  }

  String rawPath() {
    return request.getHttpURI().getPath();
  }

  Fields query() throws Problem {
    return Fields.ofForm(Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  String contentType() {
    return header("Content-Type").orElse("");
  }

  InetAddress from() {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /** Whether nobody between the two ends can read along. */
  boolean confidential() {
    return request.isSecure() || from().isLoopbackAddress();
  }

  /** Takes a step; whatever goes wrong in it becomes the answer. */
  void attempt(Step step) {
    try {
      step.take();
    } catch (Problem problem) {
      fail(problem);
    } catch (RefusedException refused) {
      fail(Problem.of(refused));
    } catch (InvalidValueException invalid) {
      fail(Problem.of(invalid));
    } catch (EofException gone) {
      callback.failed(gone);
    } catch (EOFException cut) {
      fail(Problem.invalid(cut.getMessage(), "send the whole body"));
    } catch (IOException broken) {
      fail(slow(broken).orElseGet(() -> unexpected(broken)));
    } catch (RuntimeException wrong) {
      fail(unexpected(wrong));
    }
  }

  /** Whether the client is too slow, or says nothing any more. */
  private static Optional<Problem> slow(IOException broken) {
    for (Throwable why = broken; why != null; why = why.getCause()) {
      if (why instanceof SlowBodyException || why instanceof TimeoutException) {
        return Optional.of(
            new Problem(
                    408,
                    "timed_out",
                    "the body did not come in time: " + why.getMessage(),
                    "send it faster, or in smaller requests")
                .with("Connection", "close"));
      }
    }
    return Optional.empty();
  }

  private Problem unexpected(Exception wrong) {
    LOG.error("{} {} failed", request.getMethod(), rawPath(), wrong);
    return wrong instanceof StoreFailedException
        ? new Problem(
            503,
            "storage_failed",
            "the server cannot write its storage any more",
            "look at the server's log and its disk, then start it again")
        : new Problem(
            500, "internal_error", "the server failed at this request", "look at the server's log");
  }

  private void fail(Problem problem) {
    if (response.isCommitted()) {
      callback.failed(problem);
      return;
    }
    problem.headers().forEach(response.getHeaders()::put);
    json(problem.status(), problem.body());
  }

  /** Sends the answer. */
  void finish(Answer answer, Caller caller) throws Problem, IOException {
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (answer instanceof Answer.Json json) {
      json.headers().forEach(response.getHeaders()::put);
      json(json.status(), json.body());
    } else if (answer instanceof Answer.Nothing) {
      response.setStatus(204);
      callback.succeeded();
    } else if (answer instanceof Answer.File file) {
      file(file);
    } else if (answer instanceof Answer.Events events) {
      streams.open(caller, events.wish(), request, response, callback);
    } else {
      throw new AssertionError("no answer of another kind: " + answer);
    }
  }

  private void json(int status, JsonNode body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, JsonErrors.CONTENT_TYPE);
    byte[] octets = body.toString().getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(octets), afterAnswer());
  }

  /**
   * The connection ends with an answer behind which some of the body may still come. A client that
   * is not told so would send its next request into a connection that is being closed.
   */
  private Callback afterAnswer() {
    RestOfBody rest = new RestOfBody(request);
    if (rest.ended()) {
      return callback;
    }
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    return Callback.from(() -> rest.skipAll(callback), callback::failed);
  }

  private void file(Answer.File file) throws IOException {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
    file.sizeBytes().ifPresent(size -> response.getHeaders().put(HttpHeader.CONTENT_LENGTH, size));
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      file.content().writeTo(out);
    }
    callback.succeeded();
  }
}
