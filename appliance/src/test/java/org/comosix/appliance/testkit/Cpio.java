package org.comosix.appliance.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Writes cpio archives (newc), as an initramfs is made of. */
public final class Cpio {

  private Cpio() {}

  /** One archive of regular files, by path. */
  public static byte[] archive(Map<String, String> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    members.forEach((path, content) -> member(out, path, content));
    member(out, "TRAILER!!!", "");
    while (out.size() % 512 != 0) {
      out.write(0);
    }
    return out.toByteArray();
  }

  private static void member(ByteArrayOutputStream out, String path, String content) {
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    int[] fields = {1, 0100644, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0};
    StringBuilder header = new StringBuilder("070701");
    for (int field : fields) {
      header.append(String.format(Locale.ROOT, "%08X", field));
    }
    out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(name);
    pad(out);
    out.writeBytes(bytes);
    pad(out);
  }

  private static void pad(ByteArrayOutputStream out) {
    while (out.size() % 4 != 0) {
      out.write(0);
    }
  }
}
