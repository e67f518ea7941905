package org.comosix.appliance.dhcp.codec.option;

import static org.comosix.appliance.dhcp.codec.option.Written.FLAG;
import static org.comosix.appliance.dhcp.codec.option.Written.NUMBER;
import static org.comosix.appliance.dhcp.codec.option.Written.QUOTED;

import java.util.HexFormat;
import java.util.List;

/** What an option's content is made of, and how people write it. */
public enum OptionType {
  IPV4(QUOTED, false, FixedForm.address()),
  IPV4_LIST(QUOTED, true, FixedForm.address()),
  /** Pairs of address and mask, as in option 21. */
  IPV4_MASK_LIST(QUOTED, true, FixedForm.addressPair("/", "10.0.0.0/255.0.0.0")),
  /** Classful routes of option 33. */
  IPV4_PAIR_LIST(QUOTED, true, FixedForm.addressPair(" via ", "10.0.0.0 via 10.77.0.1")),
  CLASSLESS_ROUTES(QUOTED, true, new ClasslessRoutesForm()),
  UINT8(NUMBER, false, FixedForm.unsigned(1)),
  UINT16(NUMBER, false, FixedForm.unsigned(2)),
  UINT32(NUMBER, false, FixedForm.unsigned(4)),
  INT32(NUMBER, false, FixedForm.signed32()),
  UINT8_LIST(NUMBER, true, FixedForm.unsigned(1)),
  UINT16_LIST(NUMBER, true, FixedForm.unsigned(2)),
  BOOLEAN(FLAG, false, FixedForm.flag()),
  TEXT(QUOTED, false, new TextForm()),
  DOMAIN_NAME(QUOTED, false, new DomainNameForm()),
  /** One name in the encoding of DNS. */
  DOMAIN_ENCODED(QUOTED, false, new DomainListForm(false)),
  /** Names in the encoding of DNS, in full. */
  DOMAIN_LIST(QUOTED, true, new DomainListForm(false)),
  /** The search list, compressed. */
  DOMAIN_SEARCH(QUOTED, true, new DomainListForm(true)),
  SIP_SERVERS(QUOTED, true, new SipServersForm()),
  HEX(QUOTED, false, new HexForm()),
  /** Sub-options of a vendor. These forms use the simple types, which must stand above. */
  VENDOR(QUOTED, false, SubOptionsForm.vendor()),
  IPXE(QUOTED, false, SubOptionsForm.ipxe()),
  // Below: what only clients, relays and the server itself write.
  RELAY_AGENT(QUOTED, false, SubOptionsForm.relayAgent()),
  EMPTY(QUOTED, false, ClientForms.empty()),
  MESSAGE_TYPE(QUOTED, false, ClientForms.messageType()),
  OPTION_NAMES(QUOTED, false, ClientForms.optionNames()),
  CLIENT_IDENTIFIER(QUOTED, false, ClientForms.clientIdentifier()),
  USER_CLASS(QUOTED, false, ClientForms.userClass()),
  ARCHITECTURES(QUOTED, false, ClientForms.architectures()),
  NETWORK_INTERFACE(QUOTED, false, ClientForms.networkInterface()),
  MACHINE_ID(QUOTED, false, ClientForms.machineId()),
  FULL_NAME(QUOTED, false, ClientForms.fullName());

  /** Bytes: more would leave no room in one frame for what every reply must carry. */
  public static final int LONGEST = 1024;

  private final Written written;
  private final boolean list;

  @SuppressWarnings("ImmutableEnumChecker") // forms have no state that changes
  private final OptionForm form;

  OptionType(Written written, boolean list, OptionForm form) {
    this.written = written;
    this.list = list;
    this.form = form;
  }

  /** Which kind of value a configuration file gives for one element. */
  public Written written() {
    return written;
  }

  /** Whether several elements may be given. */
  public boolean isList() {
    return list;
  }

  /**
   * The content that these texts stand for.
   *
   * @return 1 to {@value #LONGEST} bytes
   * @throws IllegalArgumentException another form; the message says what was expected
   */
  public byte[] parse(List<String> elements) {
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("expected at least one value");
    }
    if (!list && elements.size() > 1) {
      throw new IllegalArgumentException("expected one value, not " + elements.size());
    }
    return bounded(form.parse(elements));
  }

  /** One text, which is the one element. */
  public byte[] parse(String text) {
    return parse(List.of(text));
  }

  static byte[] bounded(byte[] content) {
    if (content.length > LONGEST) {
      throw new IllegalArgumentException(
          "expected at most " + LONGEST + " bytes, not " + content.length);
    }
    return content;
  }

  /**
   * The elements as text; never more than one where this is no list.
   *
   * @throws IllegalArgumentException the content does not fit; the message says what was expected
   */
  public List<String> elements(byte[] content) {
    List<String> elements = form.read(content);
    if (!list && elements.size() > 1 && form.readsBack()) {
      throw new IllegalArgumentException("expected one value, not " + elements.size());
    }
    return elements;
  }

  /**
   * Text for people, whatever the content is: what does not fit is shown as hex with the reason.
   */
  public String format(byte[] content) {
    try {
      return String.join(", ", elements(content));
    } catch (IllegalArgumentException e) {
      return (content.length == 0 ? "nothing" : "hex:" + HexFormat.of().formatHex(content))
          + " ("
          + e.getMessage()
          + ")";
    }
  }
}
