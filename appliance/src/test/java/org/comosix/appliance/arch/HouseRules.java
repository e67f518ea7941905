package org.comosix.appliance.arch;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * The walls of the house: who may know whom. A room that does not exist yet breaks no rule; {@link
 * ArchitectureRulesBiteTest} shows that each rule can fail.
 */
final class HouseRules {

  private static final String[] PROTOCOL_ROOMS = {
    "..appliance.dhcp..",
    "..appliance.dns..",
    "..appliance.tftp..",
    "..appliance.http..",
    "..appliance.nfs.."
  };

  private static final String[] STATE_ROOMS = {
    "..appliance.inventory..",
    "..appliance.lease..",
    "..appliance.image..",
    "..appliance.boot..",
    "..appliance.nodeconfig.."
  };

  /** Where a file may be made or changed. The demo writes its throw-away lab. */
  private static final String[] ROOMS_THAT_WRITE = {
    "..appliance.lease.journal..",
    "..appliance.dns.journal..",
    "..appliance.image.store..",
    "..appliance.nodeconfig..",
    "..appliance.ops..",
    "..appliance.demo.."
  };

  /** What in {@link Files} makes, changes or removes something. */
  private static final String FILES_MUTATORS =
      "write.*|newOutputStream|newBufferedWriter|copy|move|delete.*|create.*|set.*";

  private static final String WRITING_OPTIONS =
      "WRITE|APPEND|CREATE|CREATE_NEW|TRUNCATE_EXISTING|DELETE_ON_CLOSE";

  private static final String FILE_MUTATORS =
      "createNewFile|createTempFile|delete.*|mkdirs?|renameTo|set.*";

  private HouseRules() {}

  /** Every rule by its name, in the order of reading. */
  static Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("domainIsPure", domainIsPure());
    rules.put("protocolRoomsAreStrangers", protocolRoomsAreStrangers());
    rules.put("stateRoomsKnowNoWiresAndNoConfiguration", stateRoomsKnowNoWires());
    rules.put("roomsKnowNoConfiguration", roomsKnowNoConfiguration());
    rules.put("codecsAreFunctions", codecsAreFunctions());
    rules.put("nettyStaysInTransport", nettyStaysInTransport());
    rules.put(
        "pcap4jStaysInTransport", livesOnlyIn("org.pcap4j..", "..appliance.transport.ethernet.."));
    rules.put("dnsjavaStaysInDnsUpdate", livesOnlyIn("org.xbill..", "..appliance.dns.update.."));
    rules.put(
        "tomljStaysInConfigSource", livesOnlyIn("org.tomlj..", "..appliance.config.source.."));
    rules.put("picocliStaysInCli", picocliStaysInCli());
    rules.put(
        "archivesStayInImageSource",
        livesOnlyIn("org.apache.commons.compress..", "..appliance.image.source.."));
    rules.put("logbackStaysInOps", livesOnlyIn("ch.qos.logback..", "..appliance.ops.."));
    rules.put("jacksonStaysInJson", livesOnlyIn("com.fasterxml..", "..appliance.json.."));
    rules.put("filesAreWrittenInFewRooms", filesAreWrittenInFewRooms());
    rules.put("timeAndChanceComeInThroughConstructors", timeAndChanceComeIn());
    rules.put("noCycles", slices().matching("..appliance.(*)..").should().beFreeOfCycles());
    rules.replaceAll((name, rule) -> rule.allowEmptyShould(true));
    return rules;
  }

  private static ArchRule domainIsPure() {
    return classes()
        .that()
        .resideInAPackage("..appliance.domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "..appliance.domain..");
  }

  private static ArchRule protocolRoomsAreStrangers() {
    return slices()
        .matching("..appliance.(dhcp|dns|tftp|http|nfs)..")
        .should()
        .notDependOnEachOther();
  }

  private static ArchRule stateRoomsKnowNoWires() {
    return noClasses()
        .that()
        .resideInAnyPackage(STATE_ROOMS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROTOCOL_ROOMS)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("..appliance.config..", "..appliance.cli..");
  }

  /** Rooms take values of the domain; the composition root translates the settings. */
  private static ArchRule roomsKnowNoConfiguration() {
    return noClasses()
        .that()
        .resideInAnyPackage(PROTOCOL_ROOMS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..appliance.config..", "..appliance.cli..", "..appliance.demo..");
  }

  private static ArchRule codecsAreFunctions() {
    return noClasses()
        .that()
        .resideInAPackage("..appliance..codec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "org.slf4j..", "java.nio.file..", "java.time..");
  }

  private static ArchRule nettyStaysInTransport() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("..transport..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..");
  }

  private static ArchRule picocliStaysInCli() {
    return noClasses()
        .that()
        .resideOutsideOfPackages("..appliance.cli..")
        .and()
        .doNotHaveSimpleName("Main")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..");
  }

  private static ArchRule livesOnlyIn(String library, String room) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static ArchRule filesAreWrittenInFewRooms() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(ROOMS_THAT_WRITE)
        .should()
        .accessTargetWhere(writesAFile());
  }

  /** Reading through FileChannel.open stays free: only the options that write are refused. */
  private static DescribedPredicate<JavaAccess<?>> writesAFile() {
    DescribedPredicate<JavaAccess<?>> opensToWrite =
        targetOwner(equivalentTo(StandardOpenOption.class))
            .and(target(nameMatching(WRITING_OPTIONS)));
    DescribedPredicate<JavaAccess<?>> changesATree =
        targetOwner(equivalentTo(Files.class)).and(target(nameMatching(FILES_MUTATORS)));
    DescribedPredicate<JavaAccess<?>> changesAFile =
        targetOwner(equivalentTo(File.class)).and(target(nameMatching(FILE_MUTATORS)));
    return opensToWrite
        .or(changesATree)
        .or(changesAFile)
        .or(constructs(FileOutputStream.class))
        .or(constructs(FileWriter.class))
        .or(constructs(RandomAccessFile.class))
        .or(opensByName(PrintStream.class))
        .or(opensByName(PrintWriter.class))
        .as("write a file");
  }

  private static DescribedPredicate<JavaAccess<?>> constructs(Class<?> type) {
    return DescribedPredicate.describe(
        "construct " + type.getSimpleName(),
        access ->
            access instanceof JavaConstructorCall && access.getTargetOwner().isEquivalentTo(type));
  }

  /** A print stream over another stream writes no file; one given a File or a name does. */
  private static DescribedPredicate<JavaAccess<?>> opensByName(Class<?> type) {
    return DescribedPredicate.describe(
        "open a file by " + type.getSimpleName(),
        access ->
            access instanceof JavaConstructorCall call
                && call.getTargetOwner().isEquivalentTo(type)
                && !call.getTarget().getRawParameterTypes().isEmpty()
                && (call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(File.class)
                    || call.getTarget()
                        .getRawParameterTypes()
                        .get(0)
                        .isEquivalentTo(String.class)));
  }

  /** A state or protocol room that reads the clock or rolls dice by itself cannot be tested. */
  private static ArchRule timeAndChanceComeIn() {
    return noClasses()
        .that()
        .resideInAnyPackage(PROTOCOL_ROOMS)
        .or()
        .resideInAnyPackage(STATE_ROOMS)
        .should()
        .accessTargetWhere(readsTheClockOrRollsDice());
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheClockOrRollsDice() {
    DescribedPredicate<JavaAccess<?>> now =
        DescribedPredicate.describe(
            "java.time's now()",
            access ->
                access.getTargetOwner().getPackageName().equals("java.time")
                    && access.getTarget().getName().matches("now|system.*"));
    DescribedPredicate<JavaAccess<?>> wallClock =
        targetOwner(equivalentTo(System.class)).and(target(nameMatching("currentTimeMillis")));
    DescribedPredicate<JavaAccess<?>> dice =
        targetOwner(assignableTo(Random.class))
            .and(target(nameMatching("<init>|current|getInstance.*")))
            .or(targetOwner(equivalentTo(Math.class)).and(target(nameMatching("random"))));
    return now.or(wallClock).or(dice).as("read the clock or roll dice");
  }
}
