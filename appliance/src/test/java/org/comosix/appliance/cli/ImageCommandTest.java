package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.testkit.BootableTree;
import org.comosix.appliance.testkit.GnuTar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The image commands as an operator sees them. */
class ImageCommandTest {

  private final Path directory;
  private final Path state;
  private final Path tree;
  private final Path archive;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  ImageCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    state = directory.resolve("state");
    tree = Files.createDirectory(directory.resolve("tree"));
    archive = directory.resolve("root.tar.zst");
    new BootableTree(tree);
    GnuTar.create(archive, tree, "--zstd");
  }

  @Test
  void importPublishAndGoBack() {
    assertThat(image("import", "debian", archive.toString())).isZero();
    assertThat(err.toString())
        .contains("imported debian/1: ")
        .contains("to serve it: comosix image publish debian/1");
    assertThat(image("list")).isZero();
    assertThat(out.toString()).containsPattern("debian/1 +candidate .* -\n");

    assertThat(image("publish", "debian")).isZero();
    assertThat(err.toString())
        .contains("published debian/1 (kernel 6.1.0-7-amd64): the next boot gets it");

    assertThat(image("import", "debian", archive.toString(), "--publish")).isZero();
    image("list");
    assertThat(out.toString())
        .containsPattern("debian/1 +published .* 6.1.0-7-amd64\n")
        .containsPattern("debian/2 +current .* 6.1.0-7-amd64\n");

    assertThat(image("publish", "debian/1")).isZero();
    image("list", "--json");
    assertThat(out.toString())
        .contains("{\"generation\":\"debian/1\",\"state\":\"current\",")
        .contains("{\"generation\":\"debian/2\",\"state\":\"published\",");
  }

  @Test
  void whatCouldNotBootIsRefusedWithAllReasonsAndStaysACandidate() {
    GnuTar.shell(tree, "rm etc/machine-id boot/initrd*");
    GnuTar.create(archive, tree);
    assertThat(image("import", "debian", archive.toString(), "--publish"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("comosix: the kernel 6.1.0-7-amd64 has no initramfs")
        .contains("comosix: /etc/machine-id is missing");
    image("list");
    assertThat(out.toString()).containsPattern("debian/1 +candidate");
  }

  @Test
  void verifyReadsAllAgain() throws IOException {
    image("import", "debian", archive.toString());
    assertThat(image("verify", "debian")).isZero();
    assertThat(err.toString()).contains(" 0 damaged");
    Path segment = state.resolve("images/segments/000001.segment");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[0] ^= 1;
    Files.write(segment, bytes);
    assertThat(image("verify", "debian/1")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains(" 1 damaged");
    assertThat(out.toString()).startsWith("/");
  }

  @Test
  void mistakesAreToldInOneLine() {
    assertThat(image("publish", "debian")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).isEqualTo("comosix: there is no image debian\n");
    assertThat(image("publish", "debian/7")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("comosix: there is no generation debian/7\n");
    assertThat(image("import", "debian", "/no/such/file")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("comosix: there is no file /no/such/file\n");
    assertThat(image("publish", "debian/x")).isEqualTo(ExitCode.USAGE);
    assertThat(image("import", "Debian", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("expected an image name of lower-case letters");
    assertThat(image("list")).isZero();
    assertThat(out.toString()).startsWith("no images yet; make one: comosix image build");
  }

  @Test
  void theStateDirectoryIsTheConfigurations() throws IOException {
    Path config = directory.resolve("appliance.toml");
    Files.writeString(
        config,
        """
        [server]
        interfaces = ["lo"]
        state = "%s"
        [[dhcp.subnet]]
        subnet = "10.77.0.0/24"
        pool = "10.77.0.50-10.77.0.150"
        [dns]
        zone = "lab.example"
        """
            .formatted(state));
    assertThat(run("image", "list", "--config", config.toString())).as(err.toString()).isZero();
    assertThat(state.resolve("images")).isDirectory();
    Files.writeString(config, "[server]\n");
    assertThat(run("image", "list", "--config", config.toString()))
        .isEqualTo(ExitCode.CONFIGURATION);
  }

  private int image(String... words) {
    List<String> all = new ArrayList<>(List.of("image"));
    all.addAll(List.of(words));
    all.addAll(List.of("--state", state.toString()));
    return run(all.toArray(String[]::new));
  }

  private int run(String... words) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine comosix = ComosixCommand.commandLine();
    comosix.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return comosix.execute(words);
  }
}
