package org.comosix.appliance.dhcp.codec.option;

import static org.comosix.appliance.dhcp.codec.option.OptionDefinition.option;
import static org.comosix.appliance.dhcp.codec.option.OptionType.*;

import java.util.List;

/**
 * Options after RFC 2132, and those of vendors that many networks have.
 *
 * @see <a href="https://www.iana.org/assignments/bootp-dhcp-parameters">IANA's registry</a>
 */
final class LaterOptions {

  static final List<OptionDefinition> ALL =
      List.of(
          option(77, USER_CLASS, "user-class"),
          option(78, HEX, "slp-directory-agent"),
          option(79, HEX, "slp-service-scope"),
          option(80, EMPTY, "rapid-commit"),
          option(81, FULL_NAME, "fqdn", "client-fqdn"),
          option(82, RELAY_AGENT, "dhcp-agent-options", "relay-agent-information", "agent-id"),
          option(83, HEX, "isns"),
          option(85, IPV4_LIST, "nds-servers"),
          option(86, TEXT, "nds-tree-name"),
          option(87, TEXT, "nds-context"),
          option(88, DOMAIN_LIST, "bcms-controller-names"),
          option(89, IPV4_LIST, "bcms-controller-address"),
          option(90, HEX, "authenticate", "authentication"),
          option(91, UINT32, "client-last-transaction-time"),
          option(92, IPV4_LIST, "associated-ip"),
          option(93, ARCHITECTURES, "client-system", "client-arch", "client-system-architecture"),
          option(94, NETWORK_INTERFACE, "client-ndi", "client-interface-id"),
          option(95, TEXT, "ldap", "ldap-url"),
          option(97, MACHINE_ID, "uuid-guid", "client-machine-id", "client-uuid"),
          option(98, TEXT, "uap-servers", "user-auth"),
          option(99, HEX, "geoconf-civic"),
          option(100, TEXT, "posix-timezone", "pcode"),
          option(101, TEXT, "tzdb-timezone", "tcode"),
          option(108, UINT32, "v6-only-preferred", "ipv6-only", "ipv6-only-preferred"),
          option(112, IPV4_LIST, "netinfo-server-address"),
          option(113, TEXT, "netinfo-server-tag"),
          option(114, TEXT, "v4-captive-portal", "captive-portal", "default-url"),
          option(116, UINT8, "auto-config"),
          option(117, UINT16_LIST, "name-service-search"),
          option(118, IPV4, "subnet-selection", "subnet-select"),
          option(119, DOMAIN_SEARCH, "domain-search", "domain-search-list"),
          option(120, SIP_SERVERS, "sip-servers", "sip-server"),
          option(
              121,
              CLASSLESS_ROUTES,
              "classless-static-route",
              "classless-static-routes",
              "rfc3442-classless-static-routes"),
          option(122, HEX, "cablelabs-client-configuration", "ccc"),
          option(123, HEX, "geoconf", "geoconf-option"),
          option(124, HEX, "vivco-suboptions", "vendor-identifying-vendor-class", "vivco"),
          option(125, HEX, "vivso-suboptions", "vendor-id-encap", "vivso"),
          option(136, IPV4_LIST, "pana-agent"),
          option(137, DOMAIN_ENCODED, "v4-lost"),
          option(138, IPV4_LIST, "capwap-ac-v4", "capwap-ac"),
          option(139, HEX, "mos-addresses", "ipv4-address-mos"),
          option(140, HEX, "mos-names", "ipv4-fqdn-mos"),
          option(141, DOMAIN_LIST, "sip-ua-cs-domains"),
          option(142, IPV4_LIST, "ipv4-address-andsf", "andsf"),
          option(143, HEX, "v4-sztp-redirect", "sztp-redirect"),
          option(144, HEX, "geoloc"),
          option(145, UINT8_LIST, "forcerenew-nonce-capable"),
          option(146, HEX, "rdnss-selection"),
          option(147, DOMAIN_ENCODED, "v4-dots-ri", "dots-ri"),
          option(148, IPV4_LIST, "v4-dots-address", "dots-address"),
          option(150, IPV4_LIST, "tftp-server-address", "tftp-servers"),
          option(151, HEX, "status-code"),
          option(152, UINT32, "base-time"),
          option(153, UINT32, "start-time-of-state"),
          option(154, UINT32, "query-start-time"),
          option(155, UINT32, "query-end-time"),
          option(156, UINT8, "dhcp-state"),
          option(157, UINT8, "data-source"),
          option(158, HEX, "v4-pcp-server", "pcp-server"),
          option(159, HEX, "v4-portparams"),
          option(161, TEXT, "mud-url"),
          option(162, HEX, "v4-dnr", "dnr"),
          option(175, IPXE, "ipxe", "ipxe-encap-opts", "etherboot"),
          option(208, HEX, "pxelinux-magic"),
          option(209, TEXT, "pxelinux-configfile", "configfile", "pxelinux-config-file"),
          option(210, TEXT, "pxelinux-pathprefix", "path-prefix", "pxelinux-path-prefix"),
          option(211, UINT32, "pxelinux-reboottime", "reboot-time", "pxelinux-reboot-time"),
          option(212, HEX, "option-6rd", "6rd"),
          option(213, DOMAIN_ENCODED, "v4-access-domain"),
          option(220, HEX, "subnet-allocation"),
          option(221, HEX, "virtual-subnet-selection", "vss"),
          option(
              249,
              CLASSLESS_ROUTES,
              "ms-classless-static-routes",
              "ms-classless-static-route",
              "classless-static-routes-ms"),
          option(252, TEXT, "wpad-url", "wpad", "proxy-autodiscovery"));

  private LaterOptions() {}
}
