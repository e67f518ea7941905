package org.comosix.appliance.nfs.transport;

import io.netty.channel.Channel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.MappedByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.image.Generations;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.NfsPorts;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.HandleKey;
import org.comosix.appliance.nfs.mount.MountServer;
import org.comosix.appliance.nfs.portmap.PortTable;
import org.comosix.appliance.nfs.portmap.PortTable.Registration;
import org.comosix.appliance.nfs.portmap.Portmapper;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;
import org.comosix.appliance.nfs.rpc.RpcProgram;
import org.comosix.appliance.nfs.rpc.RpcServer;
import org.comosix.appliance.nfs.v3.Nfs3Server;
import org.comosix.appliance.ops.Counters;
import org.comosix.appliance.transport.ListenException;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.TcpListenerFactory;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The NFS room as the rest of the house sees it: exports every published generation at {@link
 * org.comosix.appliance.domain.Export#path()}.
 */
public final class NfsService implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NfsService.class);

  /** So many READs can wait for the disk at the same time, and so many more for their turn. */
  private static final int DISK_THREADS = 4;

  private static final int MAX_COLD_READS = 1024;
  private static final int MAX_CONNECTIONS = 4096;
  private static final int MAX_CONNECTIONS_OF_ONE_ADDRESS = 256;

  private final TcpListenerFactory tcp;
  private final UdpSocketFactory udp;
  private final List<Ipv4Address> addresses;
  private final NfsPorts wanted;
  private final Counters<NfsEvent> counters = new Counters<>(NfsEvent.class);
  private final PortTable ports = new PortTable();
  private final ConnectionLimit limit =
      new ConnectionLimit(MAX_CONNECTIONS, MAX_CONNECTIONS_OF_ONE_ADDRESS);
  private final ColdReads disk =
      new ColdReads(
          counters,
          MappedByteBuffer::isLoaded,
          Executors.newFixedThreadPool(DISK_THREADS, new DefaultThreadFactory("nfs-disk", true)),
          MAX_COLD_READS);
  private final List<RpcProgram> helper;
  private final List<RpcProgram> nfs;
  private final List<Channel> channels = new ArrayList<>();

  /**
   * Builds the room; nothing listens yet.
   *
   * @param addresses ours, on which to listen; replies leave from the one that was asked
   * @param key must be the same after a restart, or all mounted roots are lost
   * @param observer is told of each mount
   */
  public NfsService(
      NettyRuntime runtime,
      List<Ipv4Address> addresses,
      NfsPorts ports,
      Generations generations,
      HandleKey key,
      BootObserver observer,
      InstantSource clock) {
    this.tcp = new TcpListenerFactory(runtime);
    this.udp = new UdpSocketFactory(runtime);
    this.addresses = List.copyOf(addresses);
    this.wanted = ports;
    FileHandles handles = new FileHandles(key, generations);
    RpcProgram mount = new MountServer(generations, handles, observer, clock, counters);
    this.nfs = List.of(new Nfs3Server(handles, disk, counters), mount);
    this.helper =
        List.of(
            switch (ports.kind()) {
              case PORTMAP -> new Portmapper(this.ports, counters);
              case MOUNT_ALONE -> mount;
            });
  }

  /**
   * Listens on all addresses, or on none.
   *
   * @throws ListenException a port could not be bound
   */
  public void start() {
    try {
      for (Ipv4Address address : addresses) {
        listen(address, wanted.nfs(), nfs);
        listen(address, wanted.helper(), helper);
      }
    } catch (ListenException e) {
      close();
      throw e;
    }
  }

  private void listen(Ipv4Address address, int port, List<RpcProgram> programs) {
    RpcServer server = new RpcServer(programs, counters);
    Channel stream = tcp.listen(address, port, new RpcAcceptor(server, disk, limit, counters));
    channels.add(stream);
    register(address, Carrier.TCP, stream, programs);
    Channel datagrams =
        udp.listen(address, port, new RpcDatagrams(address, server, disk, counters));
    channels.add(datagrams);
    register(address, Carrier.UDP, datagrams, programs);
  }

  private void register(
      Ipv4Address address, Carrier carrier, Channel channel, List<RpcProgram> programs) {
    int port = ((InetSocketAddress) channel.localAddress()).getPort();
    for (RpcProgram program : programs) {
      for (int v = program.lowestVersion(); v <= program.highestVersion(); v++) {
        ports.add(new Registration(program.number(), v, carrier, address, port));
      }
    }
    log.atInfo()
        .addKeyValue("address", address)
        .addKeyValue("port", port)
        .addKeyValue("protocol", carrier.netid())
        .log("nfs.listen");
  }

  /** Where the programs listen: also the answer to which port was free. */
  public PortTable ports() {
    return ports;
  }

  public Counters<NfsEvent> counters() {
    return counters;
  }

  /** Stops listening. Connections that are open end with the event loops. */
  @Override
  public void close() {
    channels.forEach(channel -> channel.close().awaitUninterruptibly());
    channels.clear();
    disk.close();
  }
}
