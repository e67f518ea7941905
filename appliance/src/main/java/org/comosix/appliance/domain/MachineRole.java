package org.comosix.appliance.domain;

/** What a machine is to us while it holds its lease. */
public enum MachineRole {
  /** One of our compute nodes: told what to boot, named with the prefix ({@code om_pc1}). */
  NODE,
  /** Any other machine, such as the Windows of the same PC: has an address and its plain name. */
  HOST
}
