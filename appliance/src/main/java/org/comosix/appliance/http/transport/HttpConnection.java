package org.comosix.appliance.http.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.boot.BootFile;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.http.ClientQuota;
import org.comosix.appliance.http.HttpAnswer;
import org.comosix.appliance.http.HttpDate;
import org.comosix.appliance.http.HttpEvent;
import org.comosix.appliance.http.HttpLimits;
import org.comosix.appliance.http.HttpQuery;
import org.comosix.appliance.http.HttpServer;
import org.comosix.appliance.ops.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: reads a request, sends its answer, reads the next. Lives on one event loop,
 * except that files are read into memory elsewhere.
 */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  private final HttpServer server;
  private final HttpLimits limits;
  private final ClientQuota quota;
  private final PageWarmer warmer;
  private final BootObserver observer;
  private final InstantSource clock;
  private final Counters<HttpEvent> counters;
  private final Ipv4Address serverAddress;
  private final Ipv4Address client;

  private @Nullable Future<?> deadline;

  /** The answer on its way, if it carries a boot file. */
  private Optional<HttpAnswer> sending = Optional.empty();

  HttpConnection(
      HttpServer server,
      HttpLimits limits,
      ClientQuota quota,
      PageWarmer warmer,
      BootObserver observer,
      InstantSource clock,
      Counters<HttpEvent> counters,
      Ipv4Address serverAddress,
      Ipv4Address client) {
    this.server = server;
    this.limits = limits;
    this.quota = quota;
    this.warmer = warmer;
    this.observer = observer;
    this.clock = clock;
    this.counters = counters;
    this.serverAddress = serverAddress;
    this.client = client;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    nextRequest(ctx);
  }

  /** One request at a time: the next is read when the answer has left, whatever is pipelined. */
  private void nextRequest(ChannelHandlerContext ctx) {
    if (!ctx.channel().isActive()) {
      return;
    }
    within(ctx, limits.requestTime(), HttpEvent.IDLE);
    ctx.channel().config().setAutoRead(true);
  }

  /** Closes the connection unless something else happens in time. */
  private void within(ChannelHandlerContext ctx, Duration time, HttpEvent otherwise) {
    cancelDeadline();
    deadline =
        ctx.executor()
            .schedule(
                () -> {
                  counters.count(otherwise);
                  close(ctx);
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    cancelDeadline();
    ctx.channel().config().setAutoRead(false);
    counters.count(HttpEvent.REQUEST);
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    Optional<HttpAnswer> refusal = refusal(request);
    if (refusal.isPresent()) {
      counters.count(HttpEvent.MALFORMED);
      keepAlive = false;
    }
    HttpAnswer answer = refusal.orElseGet(() -> answer(request));
    count(answer);
    log(request, answer);
    send(ctx, answer, request.method().name().equals("HEAD"), keepAlive);
  }

  private Optional<HttpAnswer> refusal(FullHttpRequest request) {
    DecoderResult result = request.decoderResult();
    if (result.isFailure()) {
      return Optional.of(
          result.cause() instanceof TooLongFrameException
              ? HttpAnswer.text(431, "the request line or a header is too long")
              : HttpAnswer.text(400, "this is not HTTP/1.1"));
    }
    // RFC 9112, section 3.2: 400 without Host, and with two.
    boolean http11 = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    if (http11 && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
      return Optional.of(HttpAnswer.text(400, "expected one Host header"));
    }
    return Optional.empty();
  }

  private HttpAnswer answer(FullHttpRequest request) {
    if (!quota.mayAsk(client)) {
      counters.count(HttpEvent.TOO_MANY_REQUESTS);
      return HttpAnswer.text(429, "at most " + limits.requestsPerSecond() + " requests a second");
    }
    try {
      return server.answer(query(request));
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("address", client)
          .addKeyValue("target", request.uri())
          .log("http.bug");
      return HttpAnswer.text(500, "internal error");
    }
  }

  private HttpQuery query(FullHttpRequest request) {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach(
            header ->
                headers.merge(
                    header.getKey().toLowerCase(Locale.ROOT),
                    header.getValue(),
                    (first, next) -> first + ", " + next));
    return new HttpQuery(
        request.method().name(),
        request.uri(),
        headers,
        ByteBufUtil.getBytes(request.content()),
        serverAddress,
        client);
  }

  private void count(HttpAnswer answer) {
    if (answer.status() >= 500) {
      counters.count(HttpEvent.SERVER_ERROR);
    } else if (answer.status() >= 400) {
      counters.count(HttpEvent.CLIENT_ERROR);
    }
  }

  private void log(FullHttpRequest request, HttpAnswer answer) {
    LOG.atDebug()
        .addKeyValue("address", client)
        .addKeyValue("method", request.method())
        .addKeyValue("target", request.uri())
        .addKeyValue("status", answer.status())
        .addKeyValue("bytes", answer.body().length())
        .log("http.request");
  }

  private void send(ChannelHandlerContext ctx, HttpAnswer answer, boolean head, boolean keep) {
    within(ctx, limits.pieceTime(), HttpEvent.STALLED);
    HttpResponseStatus status = HttpResponseStatus.valueOf(answer.status());
    if (answer.body() instanceof HttpAnswer.Region region && !head) {
      sending = Optional.of(answer);
      HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
      headers(response, answer, keep);
      var unused = ctx.write(response);
      new RegionSender(ctx, region, warmer, piece -> progress(ctx, piece, answer, keep)).start();
      return;
    }
    sending = head ? Optional.empty() : Optional.of(answer);
    ByteBuf body = head ? Unpooled.EMPTY_BUFFER : bytes((HttpAnswer.Bytes) answer.body());
    HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    headers(response, answer, keep);
    ctx.writeAndFlush(response)
        .addListener(
            written ->
                progress(
                    ctx,
                    written.isSuccess() ? RegionSender.Progress.DONE : RegionSender.Progress.BROKEN,
                    answer,
                    keep));
  }

  private static ByteBuf bytes(HttpAnswer.Bytes body) {
    return Unpooled.wrappedBuffer(body.bytes(), body.offset(), body.count());
  }

  /** Names as RFC 9110 writes them: not every firmware compares them without case. */
  private void headers(HttpResponse response, HttpAnswer answer, boolean keep) {
    HttpHeaders headers = response.headers();
    headers.set("Date", HttpDate.format(clock.instant()));
    headers.set("Server", "coMosix");
    answer.headers().forEach((name, value) -> headers.set(name, value));
    // 204 and 304 have none (RFC 9110, section 8.6); every other answer always has, for UEFI.
    if (answer.status() != 204 && answer.status() != 304) {
      headers.set("Content-Length", answer.body().length());
    }
    // Said even where it is the default: for HTTP/1.0 clients that asked for it.
    headers.set("Connection", keep ? "keep-alive" : "close");
  }

  private void progress(
      ChannelHandlerContext ctx, RegionSender.Progress progress, HttpAnswer answer, boolean keep) {
    switch (progress) {
      case PIECE -> within(ctx, limits.pieceTime(), HttpEvent.STALLED);
      case DONE -> done(ctx, answer, keep);
      case BROKEN -> close(ctx);
      case UNREADABLE -> {
        counters.count(HttpEvent.CONTENT_UNREADABLE);
        close(ctx);
      }
    }
  }

  private void done(ChannelHandlerContext ctx, HttpAnswer answer, boolean keep) {
    if (sending.isPresent() && answer.whole()) {
      counters.count(HttpEvent.FILE_SENT);
      answer.file().ifPresent(this::sent);
    }
    sending = Optional.empty();
    cancelDeadline();
    if (keep) {
      // Not at once: a row of pipelined requests would be answered ever deeper in one stack.
      ctx.executor().execute(() -> nextRequest(ctx));
    } else {
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void sent(BootFile file) {
    tell(file.stage(), file.name() + " " + file.size() + " bytes by HTTP");
  }

  private void tell(BootStage stage, String detail) {
    observer.observed(new BootFact(clock.instant(), stage, client, Optional.empty(), detail));
  }

  private static void close(ChannelHandlerContext ctx) {
    var unused = ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    cancelDeadline();
    sending
        .flatMap(HttpAnswer::file)
        .ifPresent(
            file -> {
              counters.count(HttpEvent.BROKEN_OFF);
              tell(BootStage.FAILED, file.name() + " by HTTP: the connection broke off");
            });
    sending = Optional.empty();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset is the client's business; anything else is ours.
    if (!(cause instanceof IOException) && !(cause instanceof TooLongFrameException)) {
      LOG.atError().setCause(cause).addKeyValue("address", client).log("http.bug");
    }
    close(ctx);
  }
}
