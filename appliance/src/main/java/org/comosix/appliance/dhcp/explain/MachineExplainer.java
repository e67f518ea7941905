package org.comosix.appliance.dhcp.explain;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/** What a machine would be answered, in each of the programs that speak for it while it boots. */
public final class MachineExplainer {

  /** What such programs ask for: mask, router, DNS, name, domain, root path, server, boot file. */
  private static final byte[] ASKED = {1, 3, 6, 12, 15, 17, 42, 43, 51, 54, 60, 66, 67, 119, 121};

  private static final byte[] UNDI = {1, 3, 16};
  private static final int CLIENT_NDI = 94;
  private static final int BIOS = 0;
  private static final int X64_UEFI = 7;
  private static final int X64_HTTP = 16;

  private final QueryExplainer queries;
  private final ServedInterface arrival;

  /**
   * As heard there.
   *
   * @param arrival the interface to which the machine is connected
   */
  public MachineExplainer(QueryExplainer queries, ServedInterface arrival) {
    this.queries = queries;
    this.arrival = arrival;
  }

  /** By the program, in the order in which they run. */
  public Map<String, Explanation> explain(MacAddress mac) {
    Map<String, DhcpOptions.Builder> programs = new LinkedHashMap<>();
    programs.put("a BIOS that boots by PXE", firmware("PXEClient:Arch:00000:UNDI:003016", BIOS));
    programs.put("UEFI that boots by PXE", firmware("PXEClient:Arch:00007:UNDI:003016", X64_UEFI));
    programs.put(
        "UEFI that boots by HTTP", firmware("HTTPClient:Arch:00016:UNDI:003016", X64_HTTP));
    programs.put(
        "iPXE",
        firmware("PXEClient:Arch:00007:UNDI:003016", X64_UEFI).put(OptionCode.USER_CLASS, "iPXE"));
    programs.put("the initramfs of a node", system("Linux ipconfig"));
    programs.put("Linux", system("systemd-networkd"));
    programs.put("Windows", system("MSFT 5.0"));
    Map<String, Explanation> explained = new LinkedHashMap<>();
    programs.forEach(
        (program, options) ->
            explained.put(program, queries.explain(discover(mac, options), true)));
    return explained;
  }

  private static DhcpOptions.Builder firmware(String vendorClass, int architecture) {
    byte[] number = {0, (byte) architecture};
    return system(vendorClass).put(OptionCode.CLIENT_SYSTEM, number).put(CLIENT_NDI, UNDI);
  }

  private static DhcpOptions.Builder system(String vendorClass) {
    return DhcpOptions.builder()
        .put(MessageType.DISCOVER)
        .put(OptionCode.PARAMETER_REQUEST_LIST, ASKED)
        .put(OptionCode.VENDOR_CLASS, vendorClass.getBytes(StandardCharsets.US_ASCII));
  }

  private DhcpQuery discover(MacAddress mac, DhcpOptions.Builder options) {
    DhcpMessage message =
        new DhcpMessage(
            DhcpMessage.BOOTREQUEST,
            HardwareAddress.of(mac),
            0,
            0,
            0,
            DhcpMessage.BROADCAST_FLAG,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            "",
            "",
            options.build());
    return new DhcpQuery(message, arrival, true);
  }
}
