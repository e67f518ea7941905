package org.comosix.appliance.nfs.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one connection on their way out. Small ones are put into one buffer one behind the
 * other and leave together; data of long READs leaves from the mapped segment, in the same
 * gathering write. On the connection's event loop only.
 */
final class ReplyStream {

  private static final int CHUNK = 128 << 10;
  private static final int LAST_FRAGMENT = 1 << 31;
  private static final int COPY_LIMIT = 8 << 10;
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

  private final Channel channel;
  private final ColdReads disk;
  private final Runnable loaded;
  private final XdrWriter out = new XdrWriter(NO_ROOM);
  private @Nullable ByteBuf chunk;
  private int written; // of the chunk, what the channel has
  private int start; // of the reply, in the chunk
  private boolean backlog; // when the chunk was begun, the peer had not taken what came before
  private int waiting; // replies whose data is being loaded

  /**
   * For one connection.
   *
   * @param loaded run on the event loop when a reply that had waited for the disk is sent
   */
  ReplyStream(Channel channel, ColdReads disk, Runnable loaded) {
    this.channel = channel;
    this.disk = disk;
    this.loaded = loaded;
  }

  /** Where to write the next reply; {@link #end} or {@link #cancel} follows. */
  XdrWriter begin() {
    if (chunk == null) {
      // A peer that takes nothing must not hold a chunk for each few bytes: it gets copies.
      backlog = !ChannelBacklog.isEmpty(channel);
    }
    if (out.remaining() < Integer.BYTES + XdrWriter.LARGEST_REPLY) {
      nextChunk();
    }
    start = out.position();
    out.putInt(0);
    return out;
  }

  void cancel() {
    out.rewind(start);
  }

  void end() {
    int encoded = out.position() - start - Integer.BYTES;
    MappedByteBuffer data = out.attached();
    if (data == null) {
      out.putInt(start, LAST_FRAGMENT | encoded);
      return;
    }
    int length = data.remaining();
    out.putInt(start, LAST_FRAGMENT | encoded + (length + 3 & ~3));
    boolean resident = out.attachedResident();
    out.detach();
    if (resident) {
      commit();
      write(Unpooled.wrappedBuffer(data));
      out.pad(length);
    } else {
      await(data);
    }
  }

  /** How many replies wait for the disk. */
  int waiting() {
    return waiting;
  }

  /** Sends all that is written. */
  void flush() {
    commit();
    channel.flush();
    release();
  }

  /** Gives the buffer back. */
  void release() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
      out.into(NO_ROOM);
    }
  }

  private void nextChunk() {
    commit();
    release();
    ByteBuf next = channel.alloc().directBuffer(CHUNK, CHUNK);
    chunk = next;
    written = 0;
    out.into(next.nioBuffer(0, CHUNK));
  }

  private void commit() {
    ByteBuf from = chunk;
    int length = out.position() - written;
    if (from == null || length == 0) {
      return;
    }
    ByteBuf piece =
        backlog
            ? channel.alloc().directBuffer(length).writeBytes(from, written, length)
            : from.retainedSlice(written, length);
    written += length;
    write(piece);
  }

  private void await(MappedByteBuffer data) {
    ByteBuf head = channel.alloc().directBuffer(out.position() - start);
    ByteBuf from = chunk;
    if (from == null) {
      throw new IllegalStateException("no reply was begun");
    }
    head.writeBytes(from, start, out.position() - start);
    out.rewind(start);
    waiting++;
    disk.load(data, there -> channel.eventLoop().execute(() -> send(head, data, there)));
  }

  private void send(ByteBuf head, MappedByteBuffer data, boolean there) {
    waiting--;
    if (!there || !channel.isActive()) {
      // No reply for what the disk does not give: the client asks again.
      head.release();
    } else {
      int length = data.remaining();
      write(head);
      write(
          length <= COPY_LIMIT
              ? channel.alloc().directBuffer(length).writeBytes(data.duplicate())
              : Unpooled.wrappedBuffer(data));
      write(Unpooled.wrappedBuffer(new byte[-length & 3]));
      channel.flush();
    }
    loaded.run();
  }

  // The void promise tells exceptionCaught, which closes the connection.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void write(ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
  }
}
