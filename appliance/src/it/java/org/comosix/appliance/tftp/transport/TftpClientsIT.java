package org.comosix.appliance.tftp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
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
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real clients, of Debian's packages tftp-hpa, atftp, curl and busybox, over loopback. */
final class TftpClientsIT {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");

  /** More than 65 535 blocks of 512 bytes. */
  private static final int ROLLS_OVER = 34_000_000;

  private Path directory;
  private final Map<String, BootFile> files = new HashMap<>();
  private final BlockingQueue<BootFact> facts = new LinkedBlockingQueue<>();
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private NettyRuntime runtime;
  private TftpService service;

  @BeforeEach
  void start(@TempDir Path temporary) {
    directory = temporary;
    runtime = new NettyRuntime(1);
    service =
        new TftpService(
            runtime,
            List.of(LOOPBACK),
            0,
            (name, server, from) -> Optional.ofNullable(files.get(name)),
            facts::add,
            InstantSource.system(),
            disk,
            TftpLimits.DEFAULT);
    service.start();
  }

  @AfterEach
  void stop() {
    service.close();
    runtime.close();
    disk.shutdown();
  }

  @ParameterizedTest(name = "{0} bytes: {1}")
  @CsvSource({
    "0, tftp 127.0.0.1 PORT -m binary -c get f OUT",
    "511, tftp 127.0.0.1 PORT -m binary -c get f OUT",
    "512, tftp 127.0.0.1 PORT -m binary -c get /f OUT",
    "70000, tftp 127.0.0.1 PORT -m ascii -c get f OUT",
    "34000000, tftp 127.0.0.1 PORT -m binary -c get f OUT",
    "1468, atftp --get -r f -l OUT --option \"blksize 1468\" 127.0.0.1 PORT",
    "1000000, atftp --get -r f -l OUT 127.0.0.1 PORT",
    "1000000, atftp --get -r f -l OUT --option \"tsize 0\" --option \"timeout 2\" 127.0.0.1 PORT",
    "10000000, atftp --get -r f -l OUT --option \"blksize 1468\" --option \"windowsize 16\" 127.0.0.1 PORT",
    "1000000, curl -sS --fail -o OUT tftp://127.0.0.1:PORT/f",
    "1000000, curl -sS --fail --tftp-blksize 1468 -o OUT tftp://127.0.0.1:PORT//f",
    "1000000, curl -sS --fail --tftp-no-options -o OUT tftp://127.0.0.1:PORT/f",
    "1000000, busybox tftp -g -r f -l OUT 127.0.0.1 PORT",
    "1000000, busybox tftp -g -b 1468 -r f -l OUT 127.0.0.1 PORT"
  })
  void getsTheVeryBytes(int size, String command) throws Exception {
    byte[] content = put("f", size);
    Path out = directory.resolve("out");

    Finished client = run(command.replace("OUT", out.toString()));

    assertThat(client.status()).as(client.output()).isZero();
    assertThat(Files.exists(out) ? Files.readAllBytes(out) : new byte[0]).isEqualTo(content);
    BootFact fact = facts.poll(10, TimeUnit.SECONDS);
    assertThat(fact).isNotNull();
    assertThat(fact.stage()).isEqualTo(BootStage.KERNEL);
    assertThat(service.counters().of(TftpEvent.COMPLETE)).isEqualTo(1);
    assertThat(service.counters().of(TftpEvent.MALFORMED)).isZero();
  }

  @Test
  void aMissingFileIsSaidSo() throws Exception {
    Finished client = run("curl -sS tftp://127.0.0.1:PORT/nothing");
    assertThat(client.status()).isEqualTo(68);
    assertThat(service.counters().of(TftpEvent.NO_SUCH_FILE)).isEqualTo(1);
  }

  @Test
  void puttingIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("mine"), "mine");
    Finished client = run("tftp 127.0.0.1 PORT -m binary -c put " + file + " theirs");
    assertThat(client.output()).contains("this server is read-only");
    assertThat(service.counters().of(TftpEvent.WRITE_REFUSED)).isEqualTo(1);
  }

  private byte[] put(String name, int size) throws IOException {
    assertThat(size).isLessThanOrEqualTo(ROLLS_OVER);
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Path file = Files.write(directory.resolve("source"), content);
    files.put(
        name,
        new BootFile(name, size, Instant.EPOCH, BootStage.KERNEL, new BootFile.Region(file, 0)));
    return content;
  }

  private record Finished(int status, String output) {}

  private Finished run(String command) throws Exception {
    String port = Integer.toString(service.listening().get(0).getPort());
    Process process =
        new ProcessBuilder("sh", "-c", command.replace("PORT", port))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(command).isTrue();
    return new Finished(process.exitValue(), Files.readString(directory.resolve("log")));
  }
}
