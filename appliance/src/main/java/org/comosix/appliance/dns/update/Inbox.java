package org.comosix.appliance.dns.update;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.comosix.appliance.dns.NameListener;
import org.comosix.appliance.dns.NamesChange;
import org.comosix.appliance.domain.MacAddress;

/**
 * What was told of machines and not taken yet: the last of each only, so that it does not grow while
 * nobody takes it. Any thread.
 */
final class Inbox implements NameListener {

  private Map<MacAddress, Told> waiting = new LinkedHashMap<>();
  private boolean everything;
  private boolean awake;

  /** Machines that were taken out, and are not done with. */
  private int taken;

  /**
   * The last that was told of a machine.
   *
   * @param isNew before the first that waits it had no name
   */
  private record Told(boolean isNew, NamesChange last) {}

  /**
   * What to take in together.
   *
   * @param everything these are all machines
   */
  record Batch(boolean everything, List<NamesChange> last) {}

  @Override
  public synchronized void all(List<NamesChange> machines) {
    waiting.clear();
    everything = true;
    machines.forEach(change -> waiting.put(change.machine(), new Told(true, change)));
    wake();
  }

  @Override
  public synchronized void changed(List<NamesChange> changes) {
    changes.forEach(this::add);
    wake();
  }

  /** A machine that came and went meanwhile never was. */
  private void add(NamesChange change) {
    Told before = waiting.remove(change.machine());
    boolean isNew = before == null ? change.isNew() : before.isNew();
    if (!isNew || !change.isEnd()) {
      waiting.put(change.machine(), new Told(isNew, change));
    }
  }

  /** Ends {@link #take} although nothing was told. */
  synchronized void wake() {
    awake = true;
    notifyAll();
  }

  /** Waits for something to be told, for so long at most. */
  synchronized Batch take(Duration longest) throws InterruptedException {
    taken = 0;
    if (!awake) {
      wait(longest.toMillis());
    }
    awake = false;
    Batch batch =
        new Batch(everything, waiting.values().stream().map(Told::last).toList());
    everything = false;
    waiting = new LinkedHashMap<>();
    taken = batch.last().size();
    return batch;
  }

  /** Machines of which something was told that is not taken in. */
  synchronized int size() {
    return waiting.size() + taken;
  }
}
