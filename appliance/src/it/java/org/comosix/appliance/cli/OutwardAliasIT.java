package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole appliance before a BIND 9, asked by glibc for an alias of ours whose target that BIND
 * knows.
 *
 * <p>Needs root and the packages bind9, bind9-dnsutils, libc-bin and iproute2.
 */
final class OutwardAliasIT {

  private final Path directory;
  private final ServedLab lab;

  OutwardAliasIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ServedLab(directory);
    lab.inClient("ip", "addr", "add", "10.99.0.2/16", "dev", ServedLab.CLIENT_INTERFACE);
    lab.clientAsks("10.99.0.1");
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  private void configure(String forward) throws Exception {
    lab.configure(
        """
        [dns.forward]
        %s
        [[dns.record]]
        name = "files"
        type = "CNAME"
        value = "storage.site.test."
        [[dns.record]]
        name = "lost"
        type = "CNAME"
        value = "nobody.site.test."
        [[dhcp.subnet]]
        subnet = "10.99.0.0/16"
        """
            .formatted(forward));
  }

  private String getent(String name) throws Exception {
    return lab.inClient("sh", "-c", "getent ahostsv4 " + name + " || echo status $?").strip();
  }

  @Test
  void theResolverOfGlibcFindsTheAddress() throws Exception {
    NamedInLab.start(
        lab,
        directory.resolve("site"),
        5301,
        "recursion no;",
        NamedInLab.zone(
            directory.resolve("site"), "site.test", "storage CNAME nas7\nnas7 A 192.0.2.7\n", ""));
    configure("upstreams = \"127.0.0.1:5301\"");
    lab.serve();

    assertThat(getent("comosix.lab.example")).startsWith("10.99.0.1");
    assertThat(getent("files.lab.example")).startsWith("192.0.2.7").contains("nas7.site.test");
    assertThat(getent("lost.lab.example")).isEqualTo("status 2");
    assertThat(lab.inClient("dig", "@10.99.0.1", "+norecurse", "files.lab.example"))
        .contains("ANSWER: 1", "storage.site.test.");

    configure("enabled = false");
    assertThat(lab.comosix("reload").code()).isZero();
    assertThat(lab.inClient("dig", "@10.99.0.1", "files.lab.example"))
        .contains("flags: qr aa rd;", "ANSWER: 1", "storage.site.test.");
  }
}
