package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands in this process: output, errors, exit codes. */
final class CommandLineTest {

  private final Path directory;

  CommandLineTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private record Run(int code, String out, String err) {}

  private static Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = ComosixCommand.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(args);
    return new Run(code, out.toString(), err.toString());
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("a.toml"), text).toString();
  }

  @Test
  void withoutACommandTheHelpIsShown() {
    Run run = run();

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(run("--help").out()).contains("check").contains("serve");
  }

  @Test
  void helpNamesEveryExitCodeThatThereIs() throws IllegalAccessException {
    String help = run("--help").out();

    for (var field : ExitCode.class.getFields()) {
      assertThat(help).as(field.getName()).containsPattern("\\n +" + field.getInt(null) + "  ");
    }
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command : ComosixCommand.commandLine().getSubcommands().keySet()) {
      Run run = run(command, "--help");

      assertThat(run.code()).as(command).isZero();
      assertThat(run.out()).as(command).contains("Usage: comosix " + command);
    }
  }

  @Test
  void versionIsKnownToEachCommand() {
    assertThat(run("--version").out()).startsWith("comosix ");
    assertThat(run("serve", "--version").out()).startsWith("comosix ");
  }

  @Test
  void aMistypedCommandOrOptionIsAUsageError() {
    Run run = run("chek");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("Did you mean: comosix check");
    assertThat(run("check", "--confg", "x").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("serve", "--log-level", "loud").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("serve", "--log-level", "loud").err()).contains("not \"loud\"");
  }

  @Test
  void completionIsGenerated() {
    assertThat(run("generate-completion").out()).contains("complete -F").contains("--config");
  }

  @Test
  void namesCheckSaysWhomThePrefixWillUpset() throws IOException {
    String file =
        file("server.interfaces = \"eth1\"\ndhcp.subnet = [{subnet = \"10.77.0.0/24\"}]\n");

    Run run = run("names", "check", "--config", file);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("The node pc1 is om_pc1 and om-pc1 in comosix.internal, the host pc1 is pc1.\n")
        .contains("\nBIND refuses om_pc1", "\n  = check-names ignore;");
    assertThat(run("names", "check", "--json", "--config", file).out())
        .contains("\"prefix\":\"om_\"", "\"software\":\"Kea\"");
  }

  @Test
  void namesCheckOfAWrongConfiguration() throws IOException {
    Run run = run("names", "check", "--config", file("server.interfaces = \"eth1\"\n"));

    assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err()).contains("[dhcp]");
  }

  @Test
  void aRightFile() throws IOException {
    String file =
        file("server.interfaces = \"eth1\"\ndhcp.subnet = [{subnet = \"10.77.0.0/24\"}]\n");

    assertThat(run("check", "--config", file)).isEqualTo(new Run(0, file + ": no problems\n", ""));
    assertThat(run("check", "--json", "-c", file)).isEqualTo(new Run(0, "{\"problems\":[]}\n", ""));
  }

  @Test
  void aWrongFile() throws IOException {
    String file = file("server.interfaces = 5\n");

    Run run = run("check", "--config", file);

    assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(file + ":1:21: error: ").endsWith("2 problems\n");
  }

  @Test
  void problemsForPrograms() throws IOException {
    String file =
        file("dhcp.subnet = [{subnet = \"10.77.0.0/24\"}]\nserver.interfaces = \"e\\u001B\"");

    assertThat(run("check", "--json", "--config", file))
        .isEqualTo(
            new Run(
                ExitCode.CONFIGURATION,
                "{\"problems\":[{\"file\":\""
                    + file
                    + "\",\"line\":2,\"column\":21,\"message\":\"expected the name of a network"
                    + " interface such as eth1, not \\\"e\\u001b\\\"\"}]}\n",
                ""));
  }

  @Test
  void theMachineIsCheckedOnlyOnRequest() throws IOException {
    String file =
        file("server.interfaces = \"no-link\"\ndhcp.subnet = [{subnet = \"10.77.0.0/24\"}]\n");

    assertThat(run("check", "-c", file).code()).isZero();
    Run run = run("check", "--machine", "-c", file);
    assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err()).contains(":1:21: error: this machine has no interface no-link");
  }

  @Test
  void serveRefusesBeforeItOpensAnything() throws IOException {
    Run run = run("serve", "--config", file("server.interfaces = 5\n"));

    assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err()).contains("error: expected a text in quotes for server.interfaces");
  }
}
