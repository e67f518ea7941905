package org.comosix.appliance.dhcp.codec;

/** Option numbers we read or write, under their names in RFC 2132 and IANA's registry. */
public final class OptionCode {

  public static final int PAD = 0;
  public static final int SUBNET_MASK = 1;
  public static final int ROUTER = 3;
  public static final int DOMAIN_NAME_SERVER = 6;
  public static final int HOST_NAME = 12;
  public static final int DOMAIN_NAME = 15;
  public static final int ROOT_PATH = 17;
  public static final int BROADCAST_ADDRESS = 28;
  public static final int NTP_SERVERS = 42;
  public static final int VENDOR_SPECIFIC = 43;
  public static final int REQUESTED_IP_ADDRESS = 50;
  public static final int LEASE_TIME = 51;
  public static final int OVERLOAD = 52;
  public static final int MESSAGE_TYPE = 53;
  public static final int SERVER_IDENTIFIER = 54;
  public static final int PARAMETER_REQUEST_LIST = 55;
  public static final int MESSAGE = 56;
  public static final int MAXIMUM_MESSAGE_SIZE = 57;
  public static final int RENEWAL_TIME = 58;
  public static final int REBINDING_TIME = 59;
  public static final int VENDOR_CLASS = 60;
  public static final int CLIENT_IDENTIFIER = 61;
  public static final int TFTP_SERVER_NAME = 66;
  public static final int BOOT_FILE_NAME = 67;
  public static final int USER_CLASS = 77;
  public static final int RAPID_COMMIT = 80;
  public static final int CLIENT_FQDN = 81;
  public static final int RELAY_AGENT_INFORMATION = 82;
  public static final int CLIENT_SYSTEM = 93;
  public static final int CLIENT_MACHINE_ID = 97;
  public static final int SUBNET_SELECTION = 118;
  public static final int CLASSLESS_STATIC_ROUTE = 121;
  public static final int TFTP_SERVER_ADDRESS = 150;
  public static final int IPXE = 175;

  /** Windows's own number for option 121, from before the RFC. */
  public static final int MS_CLASSLESS_STATIC_ROUTE = 249;

  public static final int END = 255;

  private OptionCode() {}
}
