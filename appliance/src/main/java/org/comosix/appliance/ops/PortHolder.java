package org.comosix.appliance.ops;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Finds who holds a port: the socket in {@code /proc/net}, then the process that has it open.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_net.5.html">proc_net(5)</a>
 */
public final class PortHolder {

  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  private static final Pattern UNIT = Pattern.compile("/([^/]+\\.(?:service|scope))$");

  private final Path proc;

  /** Looks into this file system, {@code /proc}. */
  public PortHolder(Path proc) {
    this.proc = proc;
  }

  public static PortHolder ofThisMachine() {
    return new PortHolder(Path.of("/proc"));
  }

  /**
   * Who has a socket open.
   *
   * @param command the program's name, at most 15 characters
   * @param unit the systemd service it belongs to
   */
  public record Holder(long pid, String command, Optional<String> unit) {}

  /**
   * What was found out.
   *
   * @param taken whether such a socket is open at all
   * @param holders empty with {@code taken}: the kernel itself, or a process we may not look into
   */
  public record Finding(boolean taken, List<Holder> holders) {}

  /**
   * Looks for sockets that keep us from listening.
   *
   * @param protocol {@code udp} or {@code tcp}
   */
  public Finding find(String protocol, Ipv4Address address, int port) {
    Set<Long> inodes =
        ProcNet.sockets(proc, protocol).stream()
            .filter(socket -> socket.port() == port && socket.meets(address))
            .map(ProcNet.Socket::inode)
            .collect(Collectors.toSet());
    return new Finding(!inodes.isEmpty(), inodes.isEmpty() ? List.of() : holders(inodes));
  }

  private List<Holder> holders(Set<Long> inodes) {
    List<Holder> holders = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (hasOpen(process, inodes)) {
          holders.add(holder(process));
        }
      }
    } catch (IOException e) {
      return holders; // without /proc nobody can be named
    }
    return holders;
  }

  private static boolean hasOpen(Path process, Set<Long> inodes) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        OptionalLong inode = socketInode(descriptor);
        if (inode.isPresent() && inodes.contains(inode.getAsLong())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // it has ended, or belongs to somebody else
    }
  }

  private static OptionalLong socketInode(Path descriptor) {
    try {
      Matcher socket = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
      return socket.matches()
          ? OptionalLong.of(Long.parseLong(socket.group(1)))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty(); // closed meanwhile
    }
  }

  private static Holder holder(Path process) {
    long pid = Long.parseLong(process.getFileName().toString());
    return new Holder(pid, firstLine(process.resolve("comm")).orElse("?"), unit(process));
  }

  private static Optional<String> unit(Path process) {
    return firstLine(process.resolve("cgroup"))
        .map(UNIT::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  private static Optional<String> firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
