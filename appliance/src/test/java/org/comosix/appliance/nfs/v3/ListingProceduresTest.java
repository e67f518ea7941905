package org.comosix.appliance.nfs.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.Xdr.xdr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.nfs.NfsFixture;
import org.comosix.appliance.nfs.Xdr;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1813, sections 3.3.16 and 3.3.17. */
final class ListingProceduresTest {

  private static final int READDIR = 16;
  private static final int READDIRPLUS = 17;
  private static final int ACCES = 13;
  private static final int NOTDIR = 20;
  private static final int BAD_COOKIE = 10_003;
  private static final int TOOSMALL = 10_005;

  private NfsFixture nfs;

  /** One entry as a client decodes it. */
  private record Entry(
      long fileid,
      String name,
      long cookie,
      Optional<byte[]> attributes,
      Optional<byte[]> handle) {}

  private record Page(List<Entry> entries, boolean eof, int length, int nameBytes) {}

  @BeforeEach
  void publish(@TempDir Path state) {
    nfs = new NfsFixture(state);
  }

  @Test
  void readdirListsAllWithTheDotsFirst() {
    Page page = readdir("etc", 0, 65_536);

    assertThat(page.eof()).isTrue();
    assertThat(page.entries()).extracting(Entry::name).startsWith(".", "..");
    assertThat(page.entries())
        .extracting(Entry::name)
        .containsExactlyInAnyOrder(".", "..", "hostname", "secret", "data");
    assertThat(page.entries().get(0).fileid()).isEqualTo(nfs.inode("etc"));
    assertThat(page.entries().get(1).fileid()).isEqualTo(1);
    for (Entry entry : page.entries().subList(2, 5)) {
      assertThat(entry.fileid()).isEqualTo(nfs.inode("etc/" + entry.name()));
    }
  }

  @Test
  void readdirplusAddsTheAttributesAndHandlesThatLookupGives() {
    for (Entry entry : readdirplus(0, "dev", 0, 65_536, 65_536).entries()) {
      String path = entry.name().equals("..") ? "/" : "dev/" + entry.name().replace(".", "");
      assertThat(entry.attributes().orElseThrow()).isEqualTo(nfs.attributes(path).bytes());
      assertThat(entry.handle().orElseThrow()).isEqualTo(nfs.handle(path).bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 300, 512, 4096, 32_768, 65_536, 1 << 20, -1})
  void pagesTogetherAreTheDirectoryAndNoneIsLongerThanAsked(int count) {
    for (boolean plus : new boolean[] {false, true}) {
      if (plus && count == 256) {
        continue; // less than one entry of READDIRPLUS
      }
      List<String> names = new ArrayList<>();
      long cookie = 0;
      boolean eof = false;
      while (!eof) {
        Page page =
            plus ? readdirplus(0, "many", cookie, count, count) : readdir("many", cookie, count);
        assertThat(Integer.compareUnsigned(page.length(), count)).isNotPositive();
        assertThat(page.length()).isLessThanOrEqualTo(64 << 10);
        assertThat(page.entries().isEmpty()).isEqualTo(false);
        page.entries().forEach(entry -> names.add(entry.name()));
        cookie = page.entries().get(page.entries().size() - 1).cookie();
        eof = page.eof();
      }
      assertThat(names).hasSize(1002);
      assertThat(new HashSet<>(names)).hasSize(1002);
    }
  }

  @Test
  void anyEntrysCookieLeadsToTheNextOne() {
    List<Entry> all = readdir("etc", 0, 65_536).entries();
    for (int i = 0; i < all.size(); i++) {
      assertThat(readdir("etc", all.get(i).cookie(), 65_536).entries())
          .extracting(Entry::name)
          .isEqualTo(all.stream().skip(i + 1L).map(Entry::name).toList());
    }
  }

  @Test
  void dircountBoundsTheNamesAndMaxcountTheReply() {
    Page page = readdirplus(0, "many", 0, 1000, 65_536);

    assertThat(page.nameBytes()).isBetween(900, 1000);
    assertThat(page.eof()).isFalse();
    assertThat(readdirplus(0, "many", 0, 0, 65_536).entries()).hasSize(1);
  }

  @Test
  void aReplyByUdpFitsADatagram() {
    nfs.carrier = Carrier.UDP;
    assertThat(readdirplus(0, "many", 0, 65_536, 65_536).length()).isBetween(32_000, 32 << 10);
  }

  @Test
  void aCountForNotEvenOneEntryIsToosmall() {
    byte[] expected = xdr().u32(TOOSMALL).raw(nfs.attributes("etc")).bytes();

    assertThat(nfs.nfs(READDIR, arguments("etc", 0).u32(100))).isEqualTo(expected);
    assertThat(nfs.nfs(READDIR, arguments("etc", 0).u32(0))).isEqualTo(expected);
    assertThat(nfs.nfs(READDIRPLUS, arguments("etc", 0).u32(65_536, 256))).isEqualTo(expected);
  }

  @Test
  void behindTheLastEntryThereIsNothingAndTheEnd() {
    Page page = readdir("etc", Long.MAX_VALUE, 100 + 4);

    assertThat(page.entries()).isEmpty();
    assertThat(page.eof()).isTrue();
  }

  @Test
  void aCookieAboveOursIsBadCookie() {
    assertThat(nfs.nfs(READDIR, arguments("etc", -1).u32(4096)))
        .isEqualTo(xdr().u32(BAD_COOKIE).raw(nfs.attributes("etc")).bytes());
  }

  @Test
  void anotherVerifierIsNotRefused() {
    Xdr arguments = nfs.handle("etc").u64(2).u64(12345).u32(4096);

    assertThat(nfs.nfs(READDIR, arguments)).startsWith(0, 0, 0, 0);
  }

  @Test
  void onlyADirectoryCanBeListed() {
    byte[] expected = xdr().u32(NOTDIR).raw(nfs.attributes("data.bin")).bytes();

    assertThat(nfs.nfs(READDIR, arguments("data.bin", 0).u32(4096))).isEqualTo(expected);
    assertThat(nfs.nfs(READDIRPLUS, arguments("data.bin", 0).u32(4096, 4096))).isEqualTo(expected);
  }

  @Test
  void listingNeedsToReadTheDirectory() {
    byte[] refused = xdr().u32(ACCES).raw(nfs.attributes("home")).bytes();

    assertThat(nfs.nfsAs(1001, READDIR, arguments("home", 0).u32(4096))).isEqualTo(refused);
    assertThat(nfs.nfsAs(1001, READDIRPLUS, arguments("home", 0).u32(4096, 4096)))
        .isEqualTo(refused);
  }

  @Test
  void whoMayListButNotSearchSeesNamesAlone() {
    List<Entry> entries = readdirplus(1001, "look", 0, 4096, 4096).entries();

    assertThat(entries).extracting(Entry::name).containsExactly(".", "..", "here");
    assertThat(entries).allMatch(e -> e.attributes().isEmpty() && e.handle().isEmpty());
  }

  private Xdr arguments(String path, long cookie) {
    return nfs.handle(path).u64(cookie).u64(0);
  }

  private Page readdir(String path, long cookie, int count) {
    return page(path, nfs.nfs(READDIR, arguments(path, cookie).u32(count)), false);
  }

  private Page readdirplus(int uid, String path, long cookie, int dircount, int maxcount) {
    Xdr arguments = arguments(path, cookie).u32(dircount, maxcount);
    return page(path, nfs.nfsAs(uid, READDIRPLUS, arguments), true);
  }

  private Page page(String path, byte[] results, boolean plus) {
    ByteBuffer in = ByteBuffer.wrap(results);
    assertThat(in.getInt()).as("status").isZero();
    assertThat(bytes(in, 88)).isEqualTo(nfs.attributes(path).bytes());
    assertThat(in.getLong()).as("cookieverf").isEqualTo(nfs.tree.fsid());
    List<Entry> entries = new ArrayList<>();
    int nameBytes = 0;
    while (in.getInt() == 1) {
      int start = in.position();
      long fileid = in.getLong();
      int length = in.getInt();
      String name = new String(bytes(in, length), StandardCharsets.UTF_8);
      bytes(in, -length & 3);
      long cookie = in.getLong();
      nameBytes += in.position() - start;
      Optional<byte[]> attributes = plus ? optional(in, 88) : Optional.empty();
      Optional<byte[]> handle =
          plus ? optional(in, 40).map(ListingProceduresTest::tail) : Optional.empty();
      entries.add(new Entry(fileid, name, cookie, attributes, handle));
    }
    boolean eof = in.getInt() == 1;
    assertThat(in.hasRemaining()).isFalse();
    return new Page(entries, eof, results.length - 4, nameBytes);
  }

  private static Optional<byte[]> optional(ByteBuffer in, int length) {
    if (in.getInt(in.position()) == 0) {
      in.getInt();
      return Optional.empty();
    }
    return Optional.of(bytes(in, length));
  }

  private static byte[] tail(byte[] flagAndRest) {
    return java.util.Arrays.copyOfRange(flagAndRest, 4, flagAndRest.length);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
