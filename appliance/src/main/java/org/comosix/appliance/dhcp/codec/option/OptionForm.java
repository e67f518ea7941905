package org.comosix.appliance.dhcp.codec.option;

import java.util.List;

/** One way to write an option's content as text. */
interface OptionForm {

  /**
   * The content that these texts stand for, in their order.
   *
   * @param elements at least one
   * @throws IllegalArgumentException another form; the message says what was expected
   */
  byte[] parse(List<String> elements);

  /**
   * The content as text, in the form that {@link #parse} reads wherever that has one.
   *
   * @throws IllegalArgumentException the content is of another form; the message says what was
   *     expected
   */
  List<String> read(byte[] content);

  /** Whether {@link #parse} reads what {@link #read} writes; else that tells people more. */
  default boolean readsBack() {
    return true;
  }
}
