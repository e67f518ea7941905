package org.comosix.appliance.image.bootcheck;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.image.source.InitramfsContents;

/**
 * The kernel modules of an initramfs, as depmod lists them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/modules.dep.5.html">modules.dep(5)</a>
 */
final class ModuleTree {

  private static final Pattern FILE = Pattern.compile("(?:.*/)?([^/]+)\\.ko(?:\\.(?:gz|xz|zst))?");
  private static final Pattern ETHERNET =
      Pattern.compile(
          ".*/drivers/net/(?:ethernet/.*|virtio_net\\.ko.*|vmxnet3/.*|hyperv/.*|xen-netfront.*)");

  /** From a module to those it needs; all by the name that lsmod shows. */
  private final Map<String, List<String>> needs = new HashMap<>();

  private final Set<String> present = new TreeSet<>();
  private final Set<String> builtIn = new TreeSet<>();
  private final Set<String> networkCards = new TreeSet<>();

  /**
   * The modules of one kernel.
   *
   * @param directories {@code usr/lib/modules/VERSION/} and {@code lib/modules/VERSION/}
   */
  ModuleTree(InitramfsContents initramfs, List<String> directories) {
    for (String directory : directories) {
      for (String path : initramfs.paths()) {
        if (path.startsWith(directory) && FILE.matcher(path).matches()) {
          present.add(name(path));
          addNetworkCard(path);
        }
      }
      lines(initramfs, directory + "modules.dep").forEach(this::addDependencies);
      lines(initramfs, directory + "modules.builtin")
          .forEach(
              line -> {
                builtIn.add(name(line));
                addNetworkCard(line);
              });
    }
  }

  private static List<String> lines(InitramfsContents initramfs, String path) {
    return initramfs.texts().getOrDefault(path, "").lines().toList();
  }

  private void addNetworkCard(String path) {
    if (ETHERNET.matcher(path).matches() && FILE.matcher(path).matches()) {
      networkCards.add(name(path));
    }
  }

  /** A line is {@code MODULE: NEEDED NEEDED …}. */
  private void addDependencies(String line) {
    int colon = line.indexOf(':');
    if (colon > 0) {
      List<String> needed =
          Arrays.stream(line.substring(colon + 1).split(" ", -1))
              .filter(path -> !path.isEmpty())
              .map(ModuleTree::name)
              .toList();
      needs.put(name(line.substring(0, colon)), needed);
    }
  }

  /** Drivers of wired network cards and their virtual kin. */
  Set<String> networkCards() {
    return networkCards;
  }

  boolean has(String module) {
    return present.contains(module) || builtIn.contains(module);
  }

  /** What is missing so that a module can be loaded: itself, or what it needs; mostly nothing. */
  Set<String> missingFor(String module) {
    Set<String> missing = new LinkedHashSet<>();
    Set<String> seen = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(module));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (seen.add(next)) {
        if (!has(next)) {
          missing.add(next);
        }
        open.addAll(needs.getOrDefault(next, List.of()));
      }
    }
    return missing;
  }

  /** {@code kernel/fs/nfs/nfs-acl.ko.xz} is the module nfs_acl. */
  private static String name(String path) {
    Matcher form = FILE.matcher(path.trim());
    return (form.matches() ? form.group(1) : path.trim()).replace('-', '_');
  }
}
