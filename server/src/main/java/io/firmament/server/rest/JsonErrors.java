package io.firmament.server.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Makes JSON of the errors that are found before a request has become one. */
final class JsonErrors extends ErrorHandler {
  static final String CONTENT_TYPE = "application/json; charset=utf-8";

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    Problem problem = problem(status, message);
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
    response.write(true, octets(problem), callback);
  }

  private static Problem problem(int status, String reason) {
    String what = reason == null ? HttpStatus.getMessage(status) : reason;
    return switch (status) {
      case 431, 414 ->
          new Problem(
              status,
              "too_large",
              "the request's line or headers are too long",
              "send fewer of them");
      case 400 -> Problem.invalid("the request is not HTTP as it must be: " + what, "check it");
      default ->
          new Problem(status, "http_" + status, what, "see the server's log if this goes on");
    };
  }

  private static ByteBuffer octets(Problem problem) {
    return ByteBuffer.wrap(problem.body().toString().getBytes(StandardCharsets.UTF_8));
  }
}
