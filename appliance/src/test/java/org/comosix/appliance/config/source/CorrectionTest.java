package org.comosix.appliance.config.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.comosix.appliance.config.SettingForms;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.Test;

final class CorrectionTest {

  private static final Map<String, Function<String, ?>> PARSERS =
      Map.of(
          "mac", MacAddress::parse,
          "subnet", Ipv4Subnet::parse,
          "address", Ipv4Address::parse,
          "range", AddressRange::parse,
          "time", SettingForms::duration,
          "name", NodeName::parse);

  private static void corrects(String kind, String written, String meant) {
    assertThat(Correction.of(written, requireNonNull(PARSERS.get(kind))))
        .as(written)
        .contains("did you mean \"" + meant + "\"?");
  }

  @Test
  void hardwareAddressesInOtherForms() {
    corrects("mac", "525400123456", "52:54:00:12:34:56");
    corrects("mac", "5254.0012.34ab", "52:54:00:12:34:ab");
    corrects("mac", " 52:54:00:12:34:56 ", "52:54:00:12:34:56");
    corrects("mac", "52 54 00 12 34 56", "52:54:00:12:34:56");
  }

  @Test
  void networksInOtherForms() {
    corrects("subnet", "10.77.0.5/24", "10.77.0.0/24");
    corrects("subnet", "10.77.0.0/255.255.254.0", "10.77.0.0/23");
    corrects("subnet", "10.77.0.0 255.255.255.0", "10.77.0.0/24");
    corrects("subnet", "10.77.0.0 / 24", "10.77.0.0/24");
    corrects("address", "010.077.000.001", "10.77.0.1");
    corrects("range", "10.77.0.50-150", "10.77.0.50-10.77.0.150");
    corrects("range", "10.77.0.150-10.77.0.50", "10.77.0.50-10.77.0.150");
    corrects("range", "10.77.0.50 \u2013 10.77.0.150", "10.77.0.50-10.77.0.150");
    corrects("range", "10.77.0.50 to 10.77.0.150", "10.77.0.50-10.77.0.150");
    corrects("range", "10.77.0.50..10.77.0.150", "10.77.0.50-10.77.0.150");
  }

  @Test
  void timesAndNamesInOtherForms() {
    corrects("time", "3600", "3600s");
    corrects("time", "12 hours", "12h");
    corrects("time", "1 day 30 min", "1d30m");
    corrects("time", "12H", "12h");
    corrects("name", "pc_1", "pc-1");
  }

  @Test
  void nothingIsProposedThatWouldNotBeTaken() {
    assertThat(Correction.of("10.77.0.0/255.0.255.0", Ipv4Subnet::parse))
        .isEqualTo(Optional.empty());
    assertThat(Correction.of("52:54:00:12:34", MacAddress::parse)).isEmpty();
    assertThat(Correction.of("soon", SettingForms::duration)).isEmpty();
    assertThat(Correction.of("", MacAddress::parse)).isEmpty();
  }

  @Test
  void numbersAndFlagsThatStandInQuotes() {
    assertThat(Correction.number("80")).contains("did you mean 80 (without quotes)?");
    assertThat(Correction.number("http")).isEmpty();
    assertThat(Correction.flag("Off")).contains("did you mean false (without quotes)?");
    assertThat(Correction.flag(1L)).contains("did you mean true (without quotes)?");
    assertThat(Correction.flag("maybe")).isEmpty();
  }
}
