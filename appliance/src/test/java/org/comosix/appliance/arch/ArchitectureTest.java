package org.comosix.appliance.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The walls of the house: who may know whom. ArchitectureRulesBiteTest shows that each of them can
 * fail.
 */
@AnalyzeClasses(
    packages = ArchitectureTest.HOUSE,
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  static final String HOUSE = "org.comosix.appliance";

  @ArchTest
  static final ArchRule domainIsPure =
      classes()
          .that()
          .resideInAPackage("..appliance.domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "..appliance.domain..");

  @ArchTest
  static final ArchRule protocolRoomsAreStrangers =
      slices().matching("..appliance.(dhcp|dns|tftp|http|nfs)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule stateRoomsKnowNoWiresAndNoConfiguration =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..appliance.inventory..",
              "..appliance.lease..",
              "..appliance.image..",
              "..appliance.boot..",
              "..appliance.nodeconfig..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..appliance.dhcp..",
              "..appliance.dns..",
              "..appliance.tftp..",
              "..appliance.http..",
              "..appliance.nfs..",
              "..appliance.config..",
              "..appliance.cli..");

  @ArchTest
  static final ArchRule codecsAreFunctions =
      noClasses()
          .that()
          .resideInAPackage("..appliance..codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "org.slf4j..", "java.nio.file..", "java.time..");

  @ArchTest
  static final ArchRule nettyStaysInTransport =
      noClasses()
          .that()
          .resideOutsideOfPackage("..transport..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule dnsjavaStaysInDns = livesOnlyIn("org.xbill..", "..appliance.dns..");

  @ArchTest
  static final ArchRule tomljStaysInConfigSource =
      livesOnlyIn("org.tomlj..", "..appliance.config.source..");

  @ArchTest
  static final ArchRule picocliStaysInCli =
      noClasses()
          .that()
          .resideOutsideOfPackages("..appliance.cli..")
          .and()
          .doNotHaveSimpleName("Main")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule archivesStayInImageSource =
      livesOnlyIn("org.apache.commons.compress..", "..appliance.image.source..");

  @ArchTest
  static final ArchRule logbackStaysInOps = livesOnlyIn("ch.qos.logback..", "..appliance.ops..");

  @ArchTest
  static final ArchRule noCycles = slices().matching("..appliance.(*)..").should().beFreeOfCycles();

  private ArchitectureTest() {}

  private static ArchRule livesOnlyIn(String library, String room) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
