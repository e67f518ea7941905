package org.comosix.appliance.nfs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.comosix.appliance.image.InodeAttributes;

/** Writes messages for tests, by other code than that which is tested. */
public final class Xdr {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** An empty message. */
  public static Xdr xdr() {
    return new Xdr();
  }

  /** An AUTH_SYS call; its arguments are to follow. */
  public static Xdr call(int xid, int program, int version, int procedure, int uid, int... gids) {
    Xdr body = xdr().u32(1234).string("pc1").u32(uid).u32(gids.length == 0 ? uid : gids[0]);
    body.u32(Math.max(0, gids.length - 1));
    for (int i = 1; i < gids.length; i++) {
      body.u32(gids[i]);
    }
    return xdr().u32(xid, 0, 2, program, version, procedure).u32(1).opaque(body.bytes()).u32(0, 0);
  }

  /** The header of an accepted reply. */
  public static Xdr accepted(int xid, int stat) {
    return xdr().u32(xid, 1, 0, 0, 0, stat);
  }

  /** Unsigned 32-bit items. */
  public Xdr u32(long... values) {
    for (long value : values) {
      bytes.writeBytes(ByteBuffer.allocate(4).putInt((int) value).array());
    }
    return this;
  }

  public Xdr u64(long value) {
    bytes.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
    return this;
  }

  public Xdr opaque(byte[] value) {
    u32(value.length).raw(value);
    return raw(new byte[-value.length & 3]);
  }

  public Xdr string(String value) {
    return opaque(value.getBytes(StandardCharsets.UTF_8));
  }

  public Xdr raw(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  public Xdr raw(Xdr other) {
    return raw(other.bytes());
  }

  /** post_op_attr with attributes. */
  public Xdr attributes(int type, long fsid, InodeAttributes a) {
    return u32(1).fattr(type, fsid, a);
  }

  /** fattr3. */
  public Xdr fattr(int type, long fsid, InodeAttributes a) {
    u32(type, a.permissions(), a.nlink(), a.uid(), a.gid()).u64(a.size());
    u64((a.size() + 4095) / 4096 * 4096).u32(a.rdevMajor(), a.rdevMinor());
    u64(fsid).u64(a.inode());
    for (int i = 0; i < 3; i++) {
      u32(a.mtimeSeconds(), a.mtimeNanos());
    }
    return this;
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
