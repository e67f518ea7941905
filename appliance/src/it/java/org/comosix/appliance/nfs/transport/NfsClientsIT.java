package org.comosix.appliance.nfs.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.nfs.NfsPorts;
import org.comosix.appliance.nfs.handle.HandleKey;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;
import org.comosix.appliance.testkit.TempGeneration;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients by others, of Debian's package libnfs-utils, over loopback. */
final class NfsClientsIT {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");
  private static final int FILES = 700;
  private static final long TIMEOUT_SECONDS = 60;

  private Path directory = Path.of("");
  private final byte[] big = new byte[5_000_001];
  private final List<BootFact> facts = new CopyOnWriteArrayList<>();
  private final NettyRuntime runtime = new NettyRuntime(2);
  private NfsService service;

  @BeforeEach
  void start(@TempDir Path temporary) {
    directory = temporary;
    new Random(7).nextBytes(big);
    TempGeneration tree = TempGeneration.in(directory.resolve("state"));
    tree.directory("etc").file("etc/hostname", "pc1\n").file("empty", "").file("big.bin", big);
    tree.with(04711, 1000, 50, 1_600_000_000, 5).file("tool", "#!");
    tree.symlink("bin", "usr/bin").directory("dev").characterDevice("dev/null", 1, 3);
    tree.fifo("dev/initctl").hardLink("etc/alias", "etc/hostname").directory("many");
    for (int i = 0; i < FILES; i++) {
      tree.file("many/file-with-quite-a-long-name-" + i, "content " + i);
    }
    tree.publish();
    service = newService();
    service.start();
  }

  private NfsService newService() {
    return new NfsService(
        runtime,
        List.of(LOOPBACK),
        new NfsPorts(0, NfsPorts.Helper.PORTMAP, 0),
        TempGeneration.catalog(directory.resolve("state")),
        new HandleKey(new byte[HandleKey.LENGTH]),
        facts::add,
        InstantSource.system());
  }

  @AfterEach
  void stop() {
    service.close();
    runtime.close();
  }

  @Test
  void nfsLsShowsTheTreeAsItWasMade() throws Exception {
    List<String> lines =
        run("nfs-ls", "-R", url("")).lines().map(line -> line.replaceAll(" +", " ")).toList();

    assertThat(lines).hasSize(FILES + 11);
    assertThat(lines)
        .contains(
            "-rw-r--r-- 2 0 0 4 etc/hostname",
            "-rw-r--r-- 2 0 0 4 etc/alias",
            "-rw-r--r-- 1 0 0 0 empty",
            "-rw-r--r-- 1 0 0 5000001 big.bin",
            "-rwx--x--x 1 1000 50 2 tool",
            "lrwxrwxrwx 1 0 0 7 bin",
            "crw-r--r-- 1 0 0 0 dev/null",
            "-rw-r--r-- 1 0 0 9 many/file-with-quite-a-long-name-0");
    assertThat(facts).extracting(BootFact::stage).containsOnly(BootStage.NFS_MOUNT);
  }

  @Test
  void nfsCatGetsTheVeryBytes() throws Exception {
    assertThat(run("nfs-cat", url("/etc/hostname"))).isEqualTo("pc1\n");
    assertThat(run("nfs-cat", url("/many/file-with-quite-a-long-name-5"))).isEqualTo("content 5");
    assertThat(run("nfs-cat", url("/empty"))).isEmpty();

    Path copy = directory.resolve("copy");
    run("nfs-cp", url("/big.bin"), copy.toString());
    assertThat(Files.readAllBytes(copy)).isEqualTo(big);
  }

  @Test
  void writingIsRefused() throws Exception {
    Path mine = Files.writeString(directory.resolve("mine"), "mine");

    Finished client = start("nfs-cp", mine.toString(), url("/theirs"));

    assertThat(client.status).isNotZero();
    assertThat(client.output).contains("ROFS");
  }

  @Test
  void whatIsNotExportedCannotBeMounted() throws Exception {
    Finished client = start("nfs-ls", url("").replace("/test/1", "/test/2"));

    assertThat(client.status).isNotZero();
    assertThat(client.output).contains("MNT3ERR_NOENT");
  }

  private String url(String path) {
    int port =
        service.ports().findAnyVersion(LOOPBACK, Carrier.TCP, 100_003, 3).orElseThrow().port();
    return "nfs://127.0.0.1/comosix/test/1" + path + "?nfsport=" + port + "&mountport=" + port;
  }

  private record Finished(int status, String output) {}

  private String run(String... command) throws IOException, InterruptedException {
    Finished client = start(command);
    assertThat(client.status).as(client.output).isZero();
    return client.output;
  }

  private Finished start(String... command) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + " hangs");
    }
    return new Finished(process.exitValue(), Files.readString(out));
  }
}
