package org.comosix.appliance.lease.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The other servers read what we write for them.
 *
 * <p>Needs root and the packages isc-dhcp-server, kea-dhcp4-server, dnsmasq-base and iproute2.
 */
final class LeaseExportIT {

  private final Path directory;

  LeaseExportIT(@TempDir Path directory) {
    this.directory = directory;
  }

  private String run(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("timeout", "60", "sh", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private void write(LeaseExport format) throws IOException {
    Files.writeString(
        directory.resolve("leases"), format.write(LeaseExportTest.ALL, LeaseExportTest.NOW));
  }

  @Test
  void dhcpd() throws Exception {
    write(LeaseExport.ISC);
    Files.writeString(
        directory.resolve("conf"),
        "subnet 10.77.0.0 netmask 255.255.255.0 { range 10.77.0.10 10.77.0.60; }\n");

    String said = run("dhcpd -T -cf conf -lf leases");

    // It says "Corrupt lease file" of a line that it does not understand, and goes on.
    assertThat(said).contains("Wrote 4 leases to leases file.").doesNotContain("orrupt");
  }

  @Test
  void kea() throws Exception {
    write(LeaseExport.KEA);
    Files.createFile(directory.resolve("none"));

    String said = run("kea-lfc -4 -d -x none -i leases -o out -f finish -p $PWD/pid -c ignored");

    assertThat(said).contains("LFC_READ_STATS Leases: 4,").contains("errors: 0.");
  }

  /** It tells its script of each lease that it finds in its file. */
  @Test
  void dnsmasq() throws Exception {
    write(LeaseExport.DNSMASQ);
    Path script =
        Files.writeString(
            directory.resolve("script"),
            "#!/bin/sh\necho \"$@\" > " + directory.resolve("told") + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

    String said =
        run(
            """
            mkfifo told
            exec 3<>told
            unshare -n sh -c 'ip link set lo up; ip addr add 10.77.0.1/24 dev lo
              exec dnsmasq -k -C /dev/null --user=root --port=0 -i lo --log-facility=$PWD/log \
                --dhcp-range=10.77.0.10,10.77.0.60 --dhcp-leasefile=leases --dhcp-script=$PWD/script' &
            seen=
            while true; do
              read -r line <&3
              echo "$line"
              seen="$seen $line"
              case $seen in *10.77.0.11*10.77.0.14*|*10.77.0.14*10.77.0.11*) break ;; esac
            done
            kill $!
            """);

    // The word before says whether the lease is over by the machine's clock: old, or del.
    assertThat(said.lines().map(line -> line.split(" ", 2)[1]))
        .contains("52:54:00:12:34:56 10.77.0.11 pc1", "02:00:00:00:00:01 10.77.0.14");
  }
}
