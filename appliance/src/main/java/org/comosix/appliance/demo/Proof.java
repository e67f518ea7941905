package org.comosix.appliance.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Gathers what shows that the node is what we say: from the node itself, and from the network by
 * dig.
 */
final class Proof {

  private static final List<String> IN_RAM = List.of("/var", "/tmp", "/root", "/home");

  private final LabNetwork network;
  private final NodeShell node;
  private final Ipv4Address leased;
  private final List<Evidence> evidence = new ArrayList<>();

  /**
   * About one node.
   *
   * @param leased the address in the appliance's own record of the lease
   */
  Proof(LabNetwork network, NodeShell node, Ipv4Address leased) {
    this.network = network;
    this.node = node;
    this.leased = leased;
  }

  List<Evidence> gather() {
    rootIsReadOnlyNfs();
    filesAreDebians();
    IN_RAM.forEach(this::isInRam);
    addressIsTheLeasedOne();
    hostNameIsTheMachines();
    nothingFailed();
    resolves(LabFiles.PREFIXED_NAME);
    resolves(LabFiles.ALIAS_NAME);
    resolvesBack();
    return List.copyOf(evidence);
  }

  private void rootIsReadOnlyNfs() {
    String mount = ask("findmnt -rno SOURCE,FSTYPE,OPTIONS /");
    String[] fields = mount.split(" ", 3);
    boolean nfs =
        fields.length == 3
            && fields[0].startsWith(LabNetwork.SERVER + ":/")
            && fields[1].startsWith("nfs")
            && List.of(fields[2].split(",")).contains("ro");
    note("/ is NFS, read-only", nfs, mount);
    String written = ask("touch /usr/comosix-was-here 2>&1; ls /usr/comosix-was-here 2>&1");
    note(
        "nothing can be written to /",
        written.contains("Read-only file system"),
        firstLine(written));
  }

  /** Read anew over the network, and compared with the checksums that Debian made. */
  private void filesAreDebians() {
    String differences =
        ask(
            "echo 3 >/proc/sys/vm/drop_caches; dpkg --verify bash coreutils | grep -v ^missing; echo compared");
    note(
        "bash and coreutils are Debian's, byte for byte",
        differences.equals("compared"),
        differences);
  }

  private void isInRam(String directory) {
    String mount = ask("findmnt -rno FSTYPE,OPTIONS " + directory);
    String written =
        ask(
            "touch "
                + directory
                + "/comosix-was-here && echo writable; rm -f "
                + directory
                + "/comosix-was-here");
    note(
        directory + " is RAM, writable",
        mount.startsWith("tmpfs ") && written.equals("writable"),
        mount);
  }

  private void addressIsTheLeasedOne() {
    String addresses = ask("ip -4 -o address show scope global | awk '{print $4}'");
    note(
        "its address is the leased one",
        addresses.equals(leased + "/" + LabNetwork.SUBNET.prefixLength()),
        addresses);
  }

  private void hostNameIsTheMachines() {
    String name = ask("hostname");
    note("it is called as the machine is", name.equals(LabFiles.NODE_NAME), name);
  }

  private void nothingFailed() {
    String state =
        ask("systemctl is-system-running --wait; systemctl --failed --no-legend --plain");
    note("every unit started", firstLine(state).equals("running"), state.replace('\n', ' '));
  }

  private void resolves(String name) {
    String answer = dig(name, "A");
    note(name + " resolves", answer.equals(leased.toString()), answer);
  }

  private void resolvesBack() {
    String answer = dig("-x", leased.toString());
    note(leased + " resolves back", answer.equals(LabFiles.PREFIXED_NAME + "."), answer);
  }

  private String dig(String... question) {
    List<String> words =
        new ArrayList<>(List.of("dig", "+short", "+tries=2", "+time=2", "@" + LabNetwork.SERVER));
    words.addAll(List.of(question));
    return new HostCommand(words).inNamespace(network.switchNamespace()).run().output();
  }

  private String ask(String script) {
    return node.run(script).output();
  }

  private void note(String claim, boolean holds, String seen) {
    evidence.add(new Evidence(claim, holds, seen));
  }

  private static String firstLine(String text) {
    return Optional.of(text.indexOf('\n'))
        .filter(end -> end >= 0)
        .map(end -> text.substring(0, end))
        .orElse(text);
  }
}
