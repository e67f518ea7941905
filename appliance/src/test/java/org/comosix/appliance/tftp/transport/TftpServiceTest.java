package org.comosix.appliance.tftp.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.boot.BootFile;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.tftp.TftpEvent;
import org.comosix.appliance.tftp.TftpLimits;
import org.comosix.appliance.tftp.codec.TftpCodec;
import org.comosix.appliance.tftp.codec.TftpPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.Ack;
import org.comosix.appliance.tftp.codec.TftpPacket.Data;
import org.comosix.appliance.tftp.codec.TftpPacket.ErrorPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.OptionAck;
import org.comosix.appliance.tftp.codec.TftpPacket.ReadRequest;
import org.comosix.appliance.tftp.codec.TftpPacket.WriteRequest;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service over real sockets of the loopback interface, spoken to packet by packet. */
final class TftpServiceTest {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");
  private static final int SECONDS_OF_PATIENCE = 10;

  private Path directory;
  private final Map<String, BootFile> files = new HashMap<>();
  private final BlockingQueue<BootFact> facts = new LinkedBlockingQueue<>();
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private NettyRuntime runtime;
  private TftpService service;
  private DatagramSocket client;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    runtime = new NettyRuntime(1);
    service = service(TftpLimits.DEFAULT);
    client = socket();
  }

  private TftpService service(TftpLimits limits) {
    TftpService made =
        new TftpService(
            runtime,
            List.of(LOOPBACK),
            0,
            (name, server, from) -> Optional.ofNullable(files.get(name)),
            facts::add,
            InstantSource.system(),
            disk,
            limits);
    made.start();
    return made;
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(SECONDS_OF_PATIENCE * 1000);
    return socket;
  }

  @AfterEach
  void stop() {
    client.close();
    service.close();
    runtime.close();
    disk.shutdown();
  }

  @Test
  void sendsAGeneratedFileInLockStepFromANewPort() throws Exception {
    put("boot.ipxe", "#!ipxe\n".getBytes(US_ASCII));

    Received first = ask("boot.ipxe", "octet", Map.of());

    assertThat(first.from().getPort()).isNotEqualTo(service.listening().get(0).getPort());
    assertThat(data(first)).isEqualTo("#!ipxe\n".getBytes(US_ASCII));
    send(new Ack(1), first.from());
    BootFact fact = fact();
    assertThat(fact.stage()).isEqualTo(BootStage.SCRIPT);
    assertThat(fact.address()).isEqualTo(LOOPBACK);
    assertThat(fact.detail()).isEqualTo("boot.ipxe 7 bytes by TFTP");
    assertThat(service.counters().of(TftpEvent.COMPLETE)).isEqualTo(1);
  }

  @Test
  void sendsARegionOfAFileInWindows() throws Exception {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    putRegion("vmlinuz", content);

    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("tsize", "0");
    asked.put("blksize", "1468");
    asked.put("windowsize", "4");
    Received oack = ask("vmlinuz", "octet", asked);
    assertThat(oack.packet())
        .isEqualTo(new OptionAck(Map.of("tsize", "300000", "blksize", "1468", "windowsize", "4")));

    assertThat(receiveAll(oack.from(), 1468, 4)).isEqualTo(content);
    assertThat(fact().detail()).isEqualTo("vmlinuz 300000 bytes by TFTP");
  }

  @Test
  void netasciiIsConverted() throws Exception {
    put("boot.ipxe", "a\nb\r".getBytes(US_ASCII));

    Received first = ask("boot.ipxe", "NetASCII", Map.of());

    assertThat(data(first)).isEqualTo("a\r\nb\r\0".getBytes(US_ASCII));
  }

  @Test
  void aMissingFileIsErrorOneAndNoFailureOfTheBoot() throws Exception {
    assertThat(ask("/autoexec.ipxe", "octet", Map.of()).packet())
        .isEqualTo(new ErrorPacket(1, "no such file"));
    assertThat(service.counters().of(TftpEvent.NO_SUCH_FILE)).isEqualTo(1);
    assertThat(facts).isEmpty();
  }

  @Test
  void writingIsErrorTwo() throws Exception {
    send(new WriteRequest("boot.ipxe"), service.listening().get(0));
    assertThat(receive().packet()).isEqualTo(new ErrorPacket(2, "this server is read-only"));
  }

  @Test
  void anUnreadableFileIsAnErrorAndAFailure() throws Exception {
    BootFile.Region region = new BootFile.Region(directory.resolve("gone"), 0);
    files.put("gone", new BootFile("gone", 10, Instant.EPOCH, BootStage.KERNEL, region));

    assertThat(ask("gone", "octet", Map.of()).packet())
        .isEqualTo(new ErrorPacket(0, "the file cannot be read"));
    assertThat(fact().stage()).isEqualTo(BootStage.FAILED);
  }

  @Test
  void aFileThatBecameShorterIsAnErrorAndAFailure() throws Exception {
    Path file = directory.resolve("short");
    Files.write(file, new byte[10]);
    BootFile.Region region = new BootFile.Region(file, 0);
    files.put("short", new BootFile("short", 1000, Instant.EPOCH, BootStage.KERNEL, region));

    assertThat(ask("short", "octet", Map.of()).packet()).isInstanceOf(ErrorPacket.class);
    assertThat(fact().stage()).isEqualTo(BootStage.FAILED);
    assertThat(service.counters().of(TftpEvent.CONTENT_UNREADABLE)).isEqualTo(1);
  }

  @Test
  void theSameRequestAgainStartsNoSecondTransfer() throws Exception {
    put("boot.ipxe", new byte[100]);
    Received first = ask("boot.ipxe", "octet", Map.of());
    send(new ReadRequest("boot.ipxe", "octet", Map.of()), service.listening().get(0));
    // The dropped request is answered by nobody: what comes next is the answer to the third.
    Received other = ask("nothing", "octet", Map.of());

    assertThat(other.packet()).isInstanceOf(ErrorPacket.class);
    assertThat(service.counters().of(TftpEvent.DUPLICATE_REQUEST)).isEqualTo(1);
    assertThat(service.counters().of(TftpEvent.STARTED)).isEqualTo(1);
    assertThat(first.packet()).isInstanceOf(Data.class);
  }

  @Test
  void edk2AsksForTheSizeFirstAndThatIsNoFailure() throws Exception {
    put("snponly.efi", new byte[100]);
    Received oack = ask("snponly.efi", "octet", Map.of("tsize", "0", "blksize", "1468"));
    send(new ErrorPacket(8, "User aborted the transfer"), oack.from());
    Received again = ask("snponly.efi", "octet", Map.of("blksize", "1468"));
    assertThat(again.packet()).isEqualTo(new OptionAck(Map.of("blksize", "1468")));
    send(new Ack(0), again.from());
    assertThat(data(receive())).hasSize(100);
    send(new Ack(1), again.from());

    assertThat(fact().stage()).isEqualTo(BootStage.BOOT_FILE);
    assertThat(facts).isEmpty();
    assertThat(service.counters().of(TftpEvent.SIZE_PROBE)).isEqualTo(1);
  }

  @Test
  void aClientWhosePortIsClosedHasFailedAtOnce() throws Exception {
    put("snponly.efi", new byte[100]);
    try (DatagramSocket gone = socket()) {
      ByteBuffer encoded =
          TftpCodec.encode(new ReadRequest("snponly.efi", "octet", Map.of("blksize", "1468")));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      gone.send(new DatagramPacket(bytes, bytes.length, service.listening().get(0)));
    }
    BootFact fact = fact();
    assertThat(fact.stage()).isEqualTo(BootStage.FAILED);
    assertThat(fact.detail())
        .isEqualTo("snponly.efi by TFTP: the client's port was closed at the options");
    assertThat(service.counters().of(TftpEvent.CLIENT_GONE)).isEqualTo(1);
  }

  @Test
  void aClientGetsOnlySoManyTransfersAtOnce() throws Exception {
    TftpLimits d = TftpLimits.DEFAULT;
    service.close();
    service =
        service(
            new TftpLimits(
                d.blockSize(),
                d.windowSize(),
                d.retransmissions(),
                d.firstTimeout(),
                d.lastTimeout(),
                d.lifetime(),
                d.transfers(),
                1,
                d.netasciiBytes()));
    put("boot.ipxe", new byte[100]);
    Received first = ask("boot.ipxe", "octet", Map.of());
    try (DatagramSocket second = socket()) {
      DatagramSocket before = client;
      client = second;
      send(new ReadRequest("boot.ipxe", "octet", Map.of()), service.listening().get(0));
      assertThat(ask("nothing", "octet", Map.of()).packet()).isInstanceOf(ErrorPacket.class);
      assertThat(service.counters().of(TftpEvent.TOO_MANY_TRANSFERS_OF_CLIENT)).isEqualTo(1);
      client = before;
      send(new Ack(1), first.from());
      fact();
      client = second;
      assertThat(data(ask("boot.ipxe", "octet", Map.of()))).hasSize(100);
      client = before;
    }
  }

  @Test
  void rubbishIsCountedAndDropped() throws Exception {
    byte[] rubbish = {0, 9, 1};
    client.send(new DatagramPacket(rubbish, rubbish.length, service.listening().get(0)));
    assertThat(ask("nothing", "octet", Map.of()).packet()).isInstanceOf(ErrorPacket.class);
    assertThat(service.counters().of(TftpEvent.MALFORMED)).isEqualTo(1);
  }

  private void put(String name, byte[] bytes) {
    BootStage stage = name.endsWith(".ipxe") ? BootStage.SCRIPT : BootStage.BOOT_FILE;
    files.put(
        name, new BootFile(name, bytes.length, Instant.EPOCH, stage, new BootFile.Bytes(bytes)));
  }

  private void putRegion(String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    byte[] around = new byte[content.length + 1000];
    Arrays.fill(around, (byte) 0x55);
    System.arraycopy(content, 0, around, 600, content.length);
    Files.write(file, around);
    files.put(
        name,
        new BootFile(
            name, content.length, Instant.EPOCH, BootStage.KERNEL, new BootFile.Region(file, 600)));
  }

  private record Received(TftpPacket packet, InetSocketAddress from) {}

  private Received ask(String name, String mode, Map<String, String> options) throws Exception {
    send(new ReadRequest(name, mode, options), service.listening().get(0));
    return receive();
  }

  private void send(TftpPacket packet, InetSocketAddress to) throws IOException {
    ByteBuffer encoded = TftpCodec.encode(packet);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    client.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private Received receive() throws Exception {
    DatagramPacket datagram = new DatagramPacket(new byte[2000], 2000);
    client.receive(datagram);
    return new Received(
        TftpCodec.decode(ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength())),
        (InetSocketAddress) datagram.getSocketAddress());
  }

  private static byte[] data(Received received) {
    ByteBuffer data = ((Data) received.packet()).data();
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  /** Plays a client after an OACK: an ACK for each whole window. */
  private byte[] receiveAll(InetSocketAddress from, int blockSize, int window) throws Exception {
    ByteBuffer all = ByteBuffer.allocate(1 << 20);
    send(new Ack(0), from);
    for (int block = 1; ; block++) {
      Received received = receive();
      assertThat(((Data) received.packet()).block()).isEqualTo(block);
      byte[] bytes = data(received);
      all.put(bytes);
      boolean last = bytes.length < blockSize;
      if (last || block % window == 0) {
        send(new Ack(block), from);
      }
      if (last) {
        return Arrays.copyOf(all.array(), all.position());
      }
    }
  }

  private BootFact fact() throws InterruptedException {
    BootFact fact = facts.poll(SECONDS_OF_PATIENCE, TimeUnit.SECONDS);
    assertThat(fact).as("a boot fact").isNotNull();
    return fact;
  }
}
