package io.firmament.server.coap;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.StatusAnswer;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.server.app.BlockReply;
import io.firmament.server.app.BlockTurn;
import io.firmament.server.app.EventReply;
import io.firmament.server.app.HelloReply;
import io.firmament.server.device.Approval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.OptionNumberRegistry;
import org.eclipse.californium.core.coap.Request;

/** The resources of the cloud (docs/protocol.md, "Device to cloud"): a request to its answer. */
final class RequestHandlers {
  private static final int MAX_EVENT_NAME = 64;
  private static final Set<Integer> UNDERSTOOD =
      Set.of(
          OptionNumberRegistry.URI_HOST,
          OptionNumberRegistry.URI_PORT,
          OptionNumberRegistry.URI_PATH,
          OptionNumberRegistry.BLOCK2);

  private final DeviceRequests requests;
  private final Later later;

  /** Waits without a thread. */
  interface Later {
    /** Completes after a while, in the device's queue. */
    CompletionStage<Void> in(DeviceId device, Duration wait);
  }

  RequestHandlers(DeviceRequests requests, Later later) {
    this.requests = requests;
    this.later = later;
  }

  /** Whether a request is a hello. */
  static boolean isHello(Request request) {
    return request.getOptions().getUriPath().equals(List.of(Paths.HELLO));
  }

  /**
   * Answers a request.
   *
   * @throws BadRequestException when it is not what the protocol says
   * @throws IOException when a blob cannot be read
   */
  CompletionStage<Reply> answer(DeviceId device, Request request)
      throws BadRequestException, IOException {
    checkOptions(request);
    List<String> path = request.getOptions().getUriPath();
    String first = path.isEmpty() ? "" : path.get(0);
    List<String> rest = path.isEmpty() ? path : path.subList(1, path.size());
    try {
      return switch (first) {
        case Paths.HELLO -> hello(device, post(request, rest, 0));
        case Paths.MANIFEST -> done(manifest(device, get(request, rest, 1)));
        case Paths.ROOT -> done(root(get(request, rest, 1)));
        case Paths.BLOB -> block(device, get(request, rest, 1));
        case Paths.STATUS -> status(device, post(request, rest, 0));
        case Paths.EVENT -> event(device, rest, post(request, rest, rest.size()));
        case Paths.GOODBYE -> goodbye(device, post(request, rest, 0));
        case Paths.TIME -> done(time(get(request, rest, 0)));
        default -> throw BadRequestException.notFound();
      };
    } catch (DecodeException e) {
      throw BadRequestException.of(e);
    } catch (InvalidValueException e) {
      throw BadRequestException.malformed(e.getMessage());
    }
  }

  /** RFC 7252 section 5.4.1: a critical option that is not understood is refused. */
  private static void checkOptions(Request request) throws BadRequestException {
    for (Option option : options(request)) {
      if (option.isCritical() && !UNDERSTOOD.contains(option.getNumber())) {
        throw BadRequestException.option("option " + option.getNumber());
      }
    }
  }

  /** Californium takes a number of four octets for a signed one, and trips over it here. */
  private static List<Option> options(Request request) throws BadRequestException {
    try {
      return request.getOptions().asSortedList();
    } catch (IllegalArgumentException e) {
      throw BadRequestException.malformed(
          "options: expected numbers below 2^31, found a larger one");
    }
  }

  private static Request post(Request request, List<String> rest, int segments)
      throws BadRequestException {
    return checked(request, rest, segments, Code.POST);
  }

  private static Request get(Request request, List<String> rest, int segments)
      throws BadRequestException {
    return checked(request, rest, segments, Code.GET);
  }

  private static Request checked(Request request, List<String> rest, int segments, Code method)
      throws BadRequestException {
    if (rest.size() != segments) {
      throw BadRequestException.notFound();
    }
    if (request.getCode() != method) {
      throw BadRequestException.method();
    }
    return request;
  }

  private CompletionStage<Reply> hello(DeviceId device, Request request) throws DecodeException {
    return requests
        .hello(device, HelloCodec.decode(request.getPayload()))
        .thenApply(RequestHandlers::reply);
  }

  private static Reply reply(HelloReply answer) {
    if (answer instanceof HelloReply.Answered answered) {
      return Reply.changed(OfferCodec.encode(answered.answer()));
    } else if (answer instanceof HelloReply.Forbidden forbidden) {
      return forbidden.approval() == Approval.DENIED ? Reply.DENIED : Reply.FORBIDDEN;
    } else if (answer instanceof HelloReply.WrongProduct wrong) {
      return diagnostic(
          ResponseCode.CONFLICT,
          "product: expected " + wrong.registered() + ", found " + wrong.said());
    } else if (answer instanceof HelloReply.WrongDigest wrong) {
      return diagnostic(
          ResponseCode.BAD_REQUEST,
          "hello digest: expected " + wrong.computed() + ", found " + wrong.said());
    }
    throw new AssertionError("the list of answers is closed: " + answer);
  }

  private static Reply diagnostic(ResponseCode code, String text) {
    return Reply.of(code, text.getBytes(StandardCharsets.UTF_8));
  }

  private Reply manifest(DeviceId device, Request request) throws BadRequestException, IOException {
    return document(requests.manifest(device, request.getOptions().getUriPath().get(1)), request);
  }

  private Reply root(Request request) throws BadRequestException {
    String number = request.getOptions().getUriPath().get(1);
    return number.matches("[1-9][0-9]{0,9}")
        ? document(requests.root(Long.parseLong(number)), request)
        : Reply.ABSENT;
  }

  /** A document may be larger than a block; it is cut here. */
  private static Reply document(Optional<byte[]> found, Request request)
      throws BadRequestException {
    if (found.isEmpty()) {
      return Reply.ABSENT;
    }
    byte[] whole = found.get();
    Block asked = Block.of(request.getOptions().getBlock2());
    long offset = asked.offset();
    if (offset >= whole.length) {
      return pastEnd(whole.length);
    }
    int end = (int) Math.min(whole.length, offset + asked.bytes());
    byte[] part = Arrays.copyOfRange(whole, (int) offset, end);
    return block(part, asked.withMore(end < whole.length), whole.length, request);
  }

  private CompletionStage<Reply> block(DeviceId device, Request request)
      throws BadRequestException, IOException {
    Block asked = Block.of(request.getOptions().getBlock2());
    BlockTurn turn = requests.blockTurn(device);
    if (!turn.granted()) {
      return done(Reply.busy(turn.after()));
    } else if (turn.after().isZero()) {
      return done(block(device, asked, request));
    }
    return later.in(device, turn.after()).thenCompose(now -> blockLater(device, asked, request));
  }

  private CompletionStage<Reply> blockLater(DeviceId device, Block asked, Request request) {
    try {
      return done(block(device, asked, request));
    } catch (IOException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private Reply block(DeviceId device, Block asked, Request request) throws IOException {
    String name = request.getOptions().getUriPath().get(1);
    BlockReply found = requests.block(device, name, asked.number(), asked.bytes());
    if (found instanceof BlockReply.Block block) {
      return block(block.octets(), asked.withMore(block.more()), block.blobBytes(), request);
    } else if (found instanceof BlockReply.Absent) {
      return Reply.ABSENT;
    } else if (found instanceof BlockReply.PastEnd end) {
      return pastEnd(end.blobBytes());
    }
    throw new AssertionError("the list of answers is closed: " + found);
  }

  private static Reply block(byte[] octets, Block block, long whole, Request request) {
    boolean sizeAsked = request.getOptions().hasSize2();
    return Reply.content(octets, block, sizeAsked ? OptionalLong.of(whole) : OptionalLong.empty());
  }

  private static Reply pastEnd(long whole) {
    return diagnostic(ResponseCode.BAD_OPTION, "past the end: " + whole + " octets");
  }

  private CompletionStage<Reply> status(DeviceId device, Request request) throws DecodeException {
    return requests
        .status(device, ReportCodec.decodeStatus(request.getPayload()))
        .thenApply(verdict -> Reply.changed(ReportCodec.encode(new StatusAnswer(verdict))));
  }

  private CompletionStage<Reply> event(DeviceId device, List<String> name, Request request)
      throws DecodeException, BadRequestException {
    String joined = String.join("/", name);
    boolean printable = joined.chars().allMatch(c -> c > ' ' && c < 127);
    if (joined.isEmpty() || joined.length() > MAX_EVENT_NAME || !printable) {
      throw BadRequestException.malformed(
          "event name: expected 1 to "
              + MAX_EVENT_NAME
              + " printable ASCII characters, found "
              + joined.length()
              + " characters");
    }
    return requests
        .event(device, joined, ReportCodec.decodeEvent(request.getPayload()))
        .thenApply(RequestHandlers::reply);
  }

  private static Reply reply(EventReply event) {
    return switch (event.fate()) {
      case TAKEN, REPEATED -> Reply.changed();
      case RESERVED -> Reply.FORBIDDEN;
      case TOO_MANY -> Reply.tooMany(event.again());
    };
  }

  private CompletionStage<Reply> goodbye(DeviceId device, Request request) throws DecodeException {
    return requests
        .goodbye(device, ReportCodec.decodeGoodbye(request.getPayload()))
        .thenApply(RequestHandlers::reply);
  }

  private Reply time(Request request) {
    return Reply.content(CommandCodec.encodeTime(requests.now()));
  }

  private static CompletionStage<Reply> done(Reply reply) {
    return CompletableFuture.completedStage(reply);
  }
}
