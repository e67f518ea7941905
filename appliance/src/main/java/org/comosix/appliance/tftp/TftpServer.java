package org.comosix.appliance.tftp;

import java.util.Optional;
import java.util.regex.Pattern;
import org.comosix.appliance.boot.BootFile;
import org.comosix.appliance.boot.BootFiles;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.tftp.codec.TftpPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.ErrorPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.ReadRequest;
import org.comosix.appliance.tftp.codec.TftpPacket.WriteRequest;

/** Decides what to answer to a packet on the server's port. Any thread. */
public final class TftpServer {

  private static final int FILE_NOT_FOUND = 1;
  private static final int ACCESS_VIOLATION = 2;
  private static final int ILLEGAL_OPERATION = 4;
  private static final Pattern LEADING_SLASHES = Pattern.compile("^/+");

  private final BootFiles files;
  private final TftpLimits limits;

  public TftpServer(BootFiles files, TftpLimits limits) {
    this.files = files;
    this.limits = limits;
  }

  /**
   * One packet, one answer.
   *
   * @param server the address the packet came to
   */
  public TftpAnswer answer(TftpPacket packet, Ipv4Address server, Ipv4Address client) {
    if (packet instanceof ReadRequest request) {
      return read(request, server, client);
    }
    if (packet instanceof WriteRequest) {
      return refuse(TftpEvent.WRITE_REFUSED, ACCESS_VIOLATION, "this server is read-only");
    }
    // Answering an ERROR or an ACK could make two servers talk for ever.
    return new TftpAnswer.Drop(TftpEvent.UNEXPECTED_PACKET);
  }

  private TftpAnswer read(ReadRequest request, Ipv4Address server, Ipv4Address client) {
    boolean netascii = request.mode().equals("netascii");
    if (!netascii && !request.mode().equals("octet")) {
      return refuse(TftpEvent.UNKNOWN_MODE, ILLEGAL_OPERATION, "the mode is octet or netascii");
    }
    Optional<BootFile> file = files.find(normalized(request.filename()), server, client);
    if (file.isEmpty()) {
      return refuse(TftpEvent.NO_SUCH_FILE, FILE_NOT_FOUND, "no such file");
    }
    if (netascii && file.get().size() > limits.netasciiBytes()) {
      return refuse(
          TftpEvent.NETASCII_TOO_LARGE, ILLEGAL_OPERATION, "ask for this file in octet mode");
    }
    return new TftpAnswer.Transfer(file.get(), netascii);
  }

  /** Windows and some ROMs write backslashes; many ask for {@code /undionly.kpxe}. */
  static String normalized(String filename) {
    return LEADING_SLASHES.matcher(filename.replace('\\', '/')).replaceFirst("");
  }

  private static TftpAnswer refuse(TftpEvent reason, int code, String message) {
    return new TftpAnswer.Refuse(reason, new ErrorPacket(code, message));
  }
}
