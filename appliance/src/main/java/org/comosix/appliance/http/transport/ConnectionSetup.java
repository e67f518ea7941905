package org.comosix.appliance.http.transport;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import java.time.InstantSource;
import java.util.Optional;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.http.ClientQuota;
import org.comosix.appliance.http.HttpEvent;
import org.comosix.appliance.http.HttpLimits;
import org.comosix.appliance.http.HttpServer;
import org.comosix.appliance.ops.Counters;

/** Takes a connection in, or closes it at once. */
final class ConnectionSetup extends ChannelInitializer<SocketChannel> {

  private static final int CHUNK = 8192;

  private final HttpServer server;
  private final HttpLimits limits;
  private final ClientQuota quota;
  private final PageWarmer warmer;
  private final BootObserver observer;
  private final InstantSource clock;
  private final Counters<HttpEvent> counters;
  private final ChannelGroup connections;

  ConnectionSetup(
      HttpServer server,
      HttpLimits limits,
      ClientQuota quota,
      PageWarmer warmer,
      BootObserver observer,
      InstantSource clock,
      Counters<HttpEvent> counters,
      ChannelGroup connections) {
    this.server = server;
    this.limits = limits;
    this.quota = quota;
    this.warmer = warmer;
    this.observer = observer;
    this.clock = clock;
    this.counters = counters;
    this.connections = connections;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    Ipv4Address client = Addresses.of(channel.remoteAddress());
    Optional<HttpEvent> refused = quota.opened(client);
    if (refused.isPresent()) {
      counters.count(refused.get());
      var unused = channel.close();
      return;
    }
    counters.count(HttpEvent.CONNECTION);
    channel.closeFuture().addListener(closed -> quota.closed(client));
    connections.add(channel);
    HttpDecoderConfig decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.requestLine())
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxChunkSize(CHUNK);
    channel
        .pipeline()
        .addLast(new HttpServerCodec(decoder))
        .addLast(new WholeRequests(limits.bodyBytes(), counters))
        .addLast(new FlowControlHandler())
        .addLast(
            new HttpConnection(
                server,
                limits,
                quota,
                warmer,
                observer,
                clock,
                counters,
                Addresses.of(channel.localAddress()),
                client));
  }
}
