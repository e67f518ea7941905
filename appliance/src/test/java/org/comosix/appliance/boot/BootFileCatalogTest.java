package org.comosix.appliance.boot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.image.BootArtifacts;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.testkit.BootLab;
import org.comosix.appliance.testkit.TempGeneration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every name that there is, and that there are no others. */
final class BootFileCatalogTest {

  private static final Instant STARTED = Instant.parse("2026-11-22T14:00:00Z");
  private static final Ipv4Address SERVER = Ipv4Address.parse("10.77.0.1");
  private static final Ipv4Address CLIENT = Ipv4Address.parse("10.77.0.11");
  private static final Ipv4Address STRANGER = Ipv4Address.parse("10.77.0.99");
  private static final String MAC = "52:54:00:12:34:56";
  private static final String SCRIPT_NAME = "boot/52-54-00-12-34-56.ipxe";

  private final BootLab lab = new BootLab().node("pc1", MAC);
  private Path directory = Path.of("none");
  private Optional<BootArtifacts> artifacts = Optional.empty();

  @BeforeEach
  void lab(@TempDir Path temporary) throws IOException {
    directory = temporary;
    Files.writeString(temporary.resolve("undionly.kpxe"), "loader");
    Files.writeString(temporary.resolve("secret"), "secret");
    lab.lease(MAC, CLIENT.toString(), Optional.empty());
  }

  private void publish() {
    GenerationFileSystem tree =
        TempGeneration.in(directory, BootLab.DEFAULT_IMAGE)
            .directory("boot")
            .file("boot/vmlinuz-6.1.0-56-amd64", "the kernel")
            .file("boot/initrd.img-6.1.0-56-amd64", "the initial RAM file system")
            .publish();
    long boot = tree.lookup(GenerationFileSystem.ROOT, ascii("boot"));
    artifacts =
        Optional.of(
            new BootArtifacts(
                tree.lookup(boot, ascii("vmlinuz-6.1.0-56-amd64")),
                tree.lookup(boot, ascii("initrd.img-6.1.0-56-amd64")),
                "6.1.0-56-amd64"));
    lab.published(tree);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  private Optional<BootFile> find(String name, Ipv4Address client) {
    BootUrls urls = new BootUrls(8080);
    return new BootFileCatalog(
            new BootLoaders(directory),
            lab.targets(),
            lab.generations(),
            generation -> artifacts,
            urls,
            new KernelCommandLine(urls, 2049, KernelArgument.parseAll(" console=ttyS0  debug ")),
            STARTED)
        .find(name, SERVER, client);
  }

  private String text(String name) {
    BootFile file = find(name, CLIENT).orElseThrow();
    byte[] bytes = ((BootFile.Bytes) file.content()).bytes();
    assertThat(file.size()).isEqualTo(bytes.length);
    assertThat(file.modified()).isEqualTo(STARTED);
    return new String(bytes, US_ASCII);
  }

  @Test
  void theScriptOfAMachineLoadsItsGenerationAndTriesAgain() {
    publish();

    assertThat(text(SCRIPT_NAME))
        .isEqualTo(
            """
            #!ipxe
            echo coMosix: pc1 boots debian/1 from 10.77.0.1
            imgfree
            set step kernel
            kernel http://10.77.0.1:8080/images/debian/1/vmlinuz initrd=initrd boot=nfs \
            root=/dev/nfs nfsroot=10.77.0.1:/comosix/debian/1,vers=3,tcp,nolock,hard,nocto,\
            acregmin=30,acregmax=600,port=2049 ip=dhcp BOOTIF=01-52-54-00-12-34-56 ro quiet \
            comosix.server=10.77.0.1:8080 comosix.name=pc1 \
            systemd.machine_id=%s console=ttyS0 debug || goto failed
            set step initrd
            initrd http://10.77.0.1:8080/images/debian/1/initrd || goto failed
            set step start
            boot || goto failed
            :failed
            echo coMosix: step ${step} failed; again in 5 s
            :again
            sleep 5 ||
            imgfree
            chain --replace --autofree http://10.77.0.1:8080/boot/52-54-00-12-34-56.ipxe || goto again
            """
                .formatted(KernelCommandLine.machineId(MacAddress.parse(MAC))));
    assertThat(find(SCRIPT_NAME, STRANGER)).map(BootFile::stage).hasValue(BootStage.SCRIPT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"boot.ipxe", "autoexec.ipxe", "boot/autoexec.ipxe", "boot/52-54-00-12-34-56.ipxe"})
  void whoeverAsksWithoutSayingItsAddressIsKnownByItsLease(String name) {
    publish();
    assertThat(text(name)).isEqualTo(text(SCRIPT_NAME));
  }

  @Test
  void forAnAddressThatNobodyHoldsThereIsNoScript() {
    publish();
    assertThat(find("autoexec.ipxe", STRANGER)).isEmpty();
  }

  @Test
  void aMachineNobodyNamedIsCalledAfterItsAddress() {
    publish();
    assertThat(text("boot/52-54-00-00-00-01.ipxe"))
        .contains("comosix.name=node-525400000001 ")
        .contains("BOOTIF=01-52-54-00-00-00-01 ");
  }

  @Test
  void withoutAPublishedGenerationTheScriptSaysSoAndTheBootHasFailed() {
    assertThat(text(SCRIPT_NAME))
        .startsWith("#!ipxe\necho coMosix: image debian is not published on 10.77.0.1\n")
        .contains("sleep 30 ");
    BootFile file = find(SCRIPT_NAME, CLIENT).orElseThrow();
    assertThat(file.stage()).isEqualTo(BootStage.FAILED);
    assertThat(file.name()).isEqualTo("no generation of image debian is published");
  }

  @Test
  void kernelAndInitrdAreRegionsOfTheGeneration() throws IOException {
    publish();

    BootFile kernel = find("images/debian/1/vmlinuz", STRANGER).orElseThrow();
    BootFile initrd = find("images/debian/1/initrd", STRANGER).orElseThrow();

    assertThat(content(kernel)).isEqualTo("the kernel");
    assertThat(kernel.stage()).isEqualTo(BootStage.KERNEL);
    assertThat(kernel.modified()).isEqualTo(Instant.ofEpochSecond(TempGeneration.MTIME));
    assertThat(content(initrd)).isEqualTo("the initial RAM file system");
    assertThat(initrd.stage()).isEqualTo(BootStage.INITRD);
  }

  private static String content(BootFile file) throws IOException {
    BootFile.Region region = (BootFile.Region) file.content();
    try (FileChannel channel = FileChannel.open(region.file())) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      channel.read(bytes, region.offset());
      return new String(bytes.array(), 0, bytes.position(), US_ASCII);
    }
  }

  @Test
  void loadersAreServedByTheirNamesOnly() {
    assertThat(find("undionly.kpxe", STRANGER)).map(BootFile::size).hasValue(6L);
    assertThat(find("undionly.kpxe", STRANGER)).map(BootFile::stage).hasValue(BootStage.BOOT_FILE);
    assertThat(find("snponly.efi", STRANGER)).as("not installed").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "../secret",
        "./undionly.kpxe",
        "boot/../undionly.kpxe",
        "images/debian/1/../../../../etc/passwd",
        "images/debian/1/vmlinuz/",
        "images/debian/0/vmlinuz",
        "images/debian/99999999999/vmlinuz",
        "images/debian/2/vmlinuz",
        "images/../1/vmlinuz",
        "images/Debian/1/vmlinuz",
        "images/debian/1/secret",
        "boot/52-54-00-12-34-5g.ipxe",
        "boot/52-54-00-12-34:56.ipxe",
        "boot/-----------------.ipxe",
        "boot/52-54-00-12-34-56-78.ipxe",
        "boot/52-54-00-12-34-56.ipxe\n"
      })
  void thereIsNothingElse(String name) {
    publish();
    assertThat(find(name, CLIENT)).isEmpty();
  }

  @Test
  void aGenerationThatCannotBootHasNoKernel() {
    publish();
    artifacts = Optional.empty();
    assertThat(find("images/debian/1/vmlinuz", CLIENT)).isEmpty();
  }
}
