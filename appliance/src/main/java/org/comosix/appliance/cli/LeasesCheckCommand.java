package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.comosix.appliance.lease.LeaseJournalException;
import org.comosix.appliance.lease.journal.JournalDamage;
import org.comosix.appliance.lease.journal.JournalRepair;
import org.comosix.appliance.lease.journal.JournalReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code comosix leases check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    header = "Read the whole lease journal and say whether it is damaged.",
    description = {"", "Changes nothing. Reads the file itself, also while it is served from.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:it is whole", " 1:it is damaged, or cannot be read"},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class LeasesCheckCommand implements Callable<Integer> {

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new LeaseCall(spec, state).onDirectory(this::check);
  }

  private int check(Path directory) {
    LongAdder addresses = new LongAdder();
    JournalReport report;
    try {
      report =
          new JournalRepair(directory.resolve("leases"), InstantSource.system())
              .check(lease -> addresses.increment());
    } catch (LeaseJournalException e) {
      spec.commandLine().getErr().println("comosix: " + e.getMessage());
      spec.commandLine().getErr().flush();
      return ExitCode.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(report.records() + " records of " + addresses.sum() + " addresses");
    for (JournalDamage damage : report.damage()) {
      out.println("damaged: " + damage);
    }
    if (report.end() < report.length()) {
      out.println(
          (report.length() - report.end())
              + " bytes at the end are of a batch that nobody was told");
    }
    out.flush();
    return report.damage().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }
}
