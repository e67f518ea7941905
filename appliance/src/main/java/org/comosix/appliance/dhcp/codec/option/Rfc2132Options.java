package org.comosix.appliance.dhcp.codec.option;

import static org.comosix.appliance.dhcp.codec.option.OptionDefinition.option;
import static org.comosix.appliance.dhcp.codec.option.OptionType.*;

import java.util.List;

/**
 * The options of RFC 2132, codes 1 to 76. Names are those that Kea and ISC dhcpd share, which
 * follow the RFC's; the aliases are dnsmasq's and IANA's where those differ.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2132">RFC 2132</a>
 */
final class Rfc2132Options {

  static final List<OptionDefinition> ALL =
      List.of(
          option(1, IPV4, "subnet-mask", "netmask"),
          option(2, INT32, "time-offset"),
          option(3, IPV4_LIST, "routers", "router", "gateway", "default-gateway"),
          option(4, IPV4_LIST, "time-servers", "time-server"),
          option(5, IPV4_LIST, "name-servers", "name-server", "ien116-name-servers"),
          option(
              6,
              IPV4_LIST,
              "domain-name-servers",
              "domain-name-server",
              "dns-server",
              "dns-servers"),
          option(7, IPV4_LIST, "log-servers", "log-server"),
          option(8, IPV4_LIST, "cookie-servers", "quotes-server"),
          option(9, IPV4_LIST, "lpr-servers", "lpr-server"),
          option(10, IPV4_LIST, "impress-servers", "impress-server"),
          option(11, IPV4_LIST, "resource-location-servers", "rlp-server"),
          option(12, TEXT, "host-name", "hostname"),
          option(13, UINT16, "boot-size", "boot-file-size"),
          option(14, TEXT, "merit-dump", "merit-dump-file"),
          option(15, DOMAIN_NAME, "domain-name", "domain"),
          option(16, IPV4, "swap-server"),
          option(17, TEXT, "root-path"),
          option(18, TEXT, "extensions-path", "extension-path"),
          option(19, BOOLEAN, "ip-forwarding", "ip-forward-enable", "forward-on-off"),
          option(20, BOOLEAN, "non-local-source-routing"),
          option(21, IPV4_MASK_LIST, "policy-filter"),
          option(22, UINT16, "max-dgram-reassembly", "max-datagram-reassembly").atLeast(576),
          option(23, UINT8, "default-ip-ttl", "default-ttl").atLeast(1),
          option(24, UINT32, "path-mtu-aging-timeout"),
          option(25, UINT16_LIST, "path-mtu-plateau-table").atLeast(68),
          option(26, UINT16, "interface-mtu", "mtu").atLeast(68),
          option(27, BOOLEAN, "all-subnets-local"),
          option(28, IPV4, "broadcast-address", "broadcast"),
          option(29, BOOLEAN, "perform-mask-discovery", "mask-discovery"),
          option(30, BOOLEAN, "mask-supplier"),
          option(31, BOOLEAN, "router-discovery"),
          option(32, IPV4, "router-solicitation-address", "router-solicitation", "router-request"),
          option(33, IPV4_PAIR_LIST, "static-routes", "static-route"),
          option(34, BOOLEAN, "trailer-encapsulation", "trailers"),
          option(35, UINT32, "arp-cache-timeout", "arp-timeout"),
          option(36, BOOLEAN, "ieee802-3-encapsulation", "ethernet-encap"),
          option(37, UINT8, "default-tcp-ttl", "tcp-ttl").atLeast(1),
          option(38, UINT32, "tcp-keepalive-interval", "tcp-keepalive"),
          option(39, BOOLEAN, "tcp-keepalive-garbage"),
          option(40, TEXT, "nis-domain"),
          option(41, IPV4_LIST, "nis-servers", "nis-server"),
          option(42, IPV4_LIST, "ntp-servers", "ntp-server"),
          option(43, VENDOR, "vendor-encapsulated-options", "vendor-specific", "vendor-encap"),
          option(
              44, IPV4_LIST, "netbios-name-servers", "netbios-ns", "wins-servers", "wins-server"),
          option(45, IPV4_LIST, "netbios-dd-server", "netbios-dd", "netbios-dist-srv"),
          option(46, UINT8, "netbios-node-type", "netbios-nodetype").atLeast(1),
          option(47, TEXT, "netbios-scope"),
          option(48, IPV4_LIST, "font-servers", "font-server", "x-windows-fs", "x-window-font"),
          option(49, IPV4_LIST, "x-display-manager", "x-windows-dm", "x-window-manager"),
          option(50, IPV4, "dhcp-requested-address", "requested-address"),
          option(51, UINT32, "dhcp-lease-time", "lease-time"),
          option(52, UINT8, "dhcp-option-overload", "overload"),
          option(53, MESSAGE_TYPE, "dhcp-message-type", "message-type"),
          option(54, IPV4, "dhcp-server-identifier", "server-identifier", "server-id"),
          option(55, OPTION_NAMES, "dhcp-parameter-request-list", "parameter-request-list"),
          option(56, TEXT, "dhcp-message", "message"),
          option(57, UINT16, "dhcp-max-message-size", "max-message-size"),
          option(58, UINT32, "dhcp-renewal-time", "renewal-time", "t1"),
          option(59, UINT32, "dhcp-rebinding-time", "rebinding-time", "t2"),
          option(60, TEXT, "vendor-class-identifier", "vendor-class", "class-id"),
          option(61, CLIENT_IDENTIFIER, "dhcp-client-identifier", "client-identifier", "client-id"),
          option(62, TEXT, "nwip-domain-name", "nwip-domain"),
          option(63, HEX, "nwip-suboptions"),
          option(64, TEXT, "nisplus-domain-name", "nisplus-domain", "nis+-domain"),
          option(65, IPV4_LIST, "nisplus-servers", "nisplus-server", "nis+-server"),
          option(66, TEXT, "tftp-server-name", "tftp-server", "boot-server"),
          option(67, TEXT, "bootfile-name", "boot-file-name", "bootfile"),
          option(68, IPV4_LIST, "mobile-ip-home-agent", "mobile-ip-home"),
          option(69, IPV4_LIST, "smtp-server", "smtp-servers"),
          option(70, IPV4_LIST, "pop-server", "pop3-server", "pop3-servers"),
          option(71, IPV4_LIST, "nntp-server", "nntp-servers"),
          option(72, IPV4_LIST, "www-server", "www-servers"),
          option(73, IPV4_LIST, "finger-server", "finger-servers"),
          option(74, IPV4_LIST, "irc-server", "irc-servers"),
          option(75, IPV4_LIST, "streettalk-server", "streettalk-servers"),
          option(76, IPV4_LIST, "streettalk-directory-assistance-server", "stda-server"));

  private Rfc2132Options() {}
}
