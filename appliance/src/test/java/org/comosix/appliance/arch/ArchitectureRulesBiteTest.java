package org.comosix.appliance.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.comosix.fixtures.appliance.boot.KnowsInventory;
import org.comosix.fixtures.appliance.cli.UsesLogback;
import org.comosix.fixtures.appliance.config.UsesTomlj;
import org.comosix.fixtures.appliance.control.UsesJackson;
import org.comosix.fixtures.appliance.dhcp.KnowsDns;
import org.comosix.fixtures.appliance.dhcp.RollsDice;
import org.comosix.fixtures.appliance.dhcp.codec.LogsInACodec;
import org.comosix.fixtures.appliance.dhcp.transport.UsesPcap4j;
import org.comosix.fixtures.appliance.dns.Neighbour;
import org.comosix.fixtures.appliance.domain.LogsInTheDomain;
import org.comosix.fixtures.appliance.http.KnowsConfig;
import org.comosix.fixtures.appliance.http.UsesDnsjava;
import org.comosix.fixtures.appliance.image.store.UsesCompress;
import org.comosix.fixtures.appliance.inventory.KnowsBoot;
import org.comosix.fixtures.appliance.lease.KnowsDhcp;
import org.comosix.fixtures.appliance.lease.ReadsTheClock;
import org.comosix.fixtures.appliance.nfs.UsesNetty;
import org.comosix.fixtures.appliance.ops.UsesPicocli;
import org.comosix.fixtures.appliance.tftp.ReadsByChannel;
import org.comosix.fixtures.appliance.tftp.WritesByChannel;
import org.comosix.fixtures.appliance.tftp.WritesByFiles;
import org.comosix.fixtures.appliance.tftp.WritesByPrinter;
import org.comosix.fixtures.appliance.tftp.WritesByStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that cannot fail is a bug: each one refuses a small class that breaks it. */
class ArchitectureRulesBiteTest {

  static Stream<Arguments> offenders() {
    return Stream.of(
        Arguments.of("domainIsPure", List.of(LogsInTheDomain.class)),
        Arguments.of("protocolRoomsAreStrangers", List.of(KnowsDns.class, Neighbour.class)),
        Arguments.of("stateRoomsKnowNoWiresAndNoConfiguration", List.of(KnowsDhcp.class)),
        Arguments.of("roomsKnowNoConfiguration", List.of(KnowsConfig.class)),
        Arguments.of("codecsAreFunctions", List.of(LogsInACodec.class)),
        Arguments.of("nettyStaysInTransport", List.of(UsesNetty.class)),
        Arguments.of("pcap4jStaysInTransport", List.of(UsesPcap4j.class)),
        Arguments.of("dnsjavaStaysInDnsUpdate", List.of(UsesDnsjava.class)),
        Arguments.of("tomljStaysInConfigSource", List.of(UsesTomlj.class)),
        Arguments.of("picocliStaysInCli", List.of(UsesPicocli.class)),
        Arguments.of("archivesStayInImageSource", List.of(UsesCompress.class)),
        Arguments.of("logbackStaysInOps", List.of(UsesLogback.class)),
        Arguments.of("jacksonStaysInJson", List.of(UsesJackson.class)),
        Arguments.of("timeAndChanceComeInThroughConstructors", List.of(ReadsTheClock.class)),
        Arguments.of("timeAndChanceComeInThroughConstructors", List.of(RollsDice.class)),
        Arguments.of("filesAreWrittenInFewRooms", List.of(WritesByFiles.class)),
        Arguments.of("filesAreWrittenInFewRooms", List.of(WritesByChannel.class)),
        Arguments.of("filesAreWrittenInFewRooms", List.of(WritesByStream.class)),
        Arguments.of("filesAreWrittenInFewRooms", List.of(WritesByPrinter.class)),
        Arguments.of("noCycles", List.of(KnowsInventory.class, KnowsBoot.class)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("offenders")
  void ruleRefuses(String rule, List<Class<?>> offenders) {
    assertThatThrownBy(() -> rule(rule).check(new ClassFileImporter().importClasses(offenders)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(offenders.get(0).getSimpleName());
  }

  @Test
  void everyRuleHasAnOffender() {
    assertThat(offenders().map(arguments -> arguments.get()[0]))
        .containsAll(HouseRules.all().keySet());
  }

  @Test
  void readingAFileIsFree() {
    rule("filesAreWrittenInFewRooms")
        .check(new ClassFileImporter().importClasses(ReadsByChannel.class));
  }

  private static ArchRule rule(String name) {
    return Objects.requireNonNull(HouseRules.all().get(name), name);
  }
}
