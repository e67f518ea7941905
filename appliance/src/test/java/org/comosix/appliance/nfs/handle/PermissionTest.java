package org.comosix.appliance.nfs.handle;

import static org.assertj.core.api.Assertions.assertThat;

import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.InodeAttributes;
import org.comosix.appliance.nfs.rpc.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 1813, sections 3.3.4 and 4.4. */
final class PermissionTest {

  private static final int OWNER = 1000;
  private static final int GROUP = 50;

  /** The bits of ACCESS3: READ 1, LOOKUP 2, MODIFY 4, EXTEND 8, DELETE 16, EXECUTE 32. */
  @ParameterizedTest(name = "{0} {1} as {2}: {3}")
  @CsvSource({
    // A file: never MODIFY, EXTEND or DELETE on a read-only export.
    "REGULAR,   0777, root,      33",
    "REGULAR,   0644, root,       1",
    "REGULAR,   0000, root,       1",
    "REGULAR,   0010, root,      33",
    "REGULAR,   0700, owner,     33",
    "REGULAR,   0077, owner,      0",
    "REGULAR,   0070, member,    33",
    "REGULAR,   0707, member,     0",
    "REGULAR,   0070, alsomember,33",
    "REGULAR,   0007, other,     33",
    "REGULAR,   0770, other,      0",
    "REGULAR,   0004, nobody,     1",
    "REGULAR,   4755, other,     33",
    // EXECUTE has no meaning for a directory, LOOKUP none for a file.
    "DIRECTORY, 0755, other,      3",
    "DIRECTORY, 0711, other,      2",
    "DIRECTORY, 0744, other,      1",
    "DIRECTORY, 0700, other,      0",
    "DIRECTORY, 0000, root,       3",
    "DIRECTORY, 1777, nobody,     3",
    "SYMLINK,   0777, other,     33",
    // Devices, FIFOs and sockets are written to on the client's side.
    "CHARACTER_DEVICE, 0666, other, 13",
    "BLOCK_DEVICE,     0660, other,  0",
    "BLOCK_DEVICE,     0660, member,13",
    "FIFO,      0600, owner,     13",
    "SOCKET,    0777, other,     45"
  })
  void accessGrantsWhatTheModeGrants(FileKind kind, String mode, String who, int expected) {
    assertThat(Permission.access(credential(who), attributes(kind, Integer.parseInt(mode, 8))))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} as {1}: {2}")
  @CsvSource({
    "0000, root, true",
    "0000, owner, true", // Its client has checked the mode when it opened the file.
    "0040, member, true",
    "0010, member, true", // Who may execute a program must be able to load it.
    "0020, member, false",
    "0740, other, false",
    "0001, other, true",
    "0004, nobody, true",
    "0770, nobody, false"
  })
  void readOfAFile(String mode, String who, boolean expected) {
    assertThat(
            Permission.mayRead(
                credential(who), attributes(FileKind.REGULAR, Integer.parseInt(mode, 8))))
        .isEqualTo(expected);
  }

  @Test
  void listingNeedsReadAndSearchingNeedsExecute() {
    Credential other = credential("other");
    InodeAttributes listable = attributes(FileKind.DIRECTORY, 0774);
    InodeAttributes searchable = attributes(FileKind.DIRECTORY, 0771);

    assertThat(Permission.mayList(other, listable)).isTrue();
    assertThat(Permission.maySearch(other, listable)).isFalse();
    assertThat(Permission.mayList(other, searchable)).isFalse();
    assertThat(Permission.maySearch(other, searchable)).isTrue();
  }

  private static InodeAttributes attributes(FileKind kind, int mode) {
    return new InodeAttributes(7, kind, mode, 1, OWNER, GROUP, 0, 0, 0, 0, 0);
  }

  private static Credential credential(String who) {
    return switch (who) {
      case "root" -> new Credential(0, 0, new int[0]);
      case "owner" -> new Credential(OWNER, 1, new int[0]);
      case "member" -> new Credential(1, GROUP, new int[0]);
      case "alsomember" -> new Credential(1, 1, new int[] {3, GROUP});
      case "other" -> new Credential(1, 1, new int[] {3, 4});
      case "nobody" -> Credential.NOBODY;
      default -> throw new IllegalArgumentException(who);
    };
  }
}
