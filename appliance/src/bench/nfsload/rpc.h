/*
 * ONC RPC version 2 over TCP (RFC 5531) for one thread and many outstanding calls.
 *
 * A connection has a fixed number of slots. A caller starts a call in a free slot, appends the arguments, ends it, and
 * gets the reply through the slot's `done` function, which may start the next call of the same connection. Whatever is
 * wrong (transport, RPC, XDR) ends the program with a message and exit status 2: a load that met an error measures
 * nothing.
 */
#ifndef RPC_H
#define RPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MAX_SLOTS = 64 };

/* A reply being read. `beyond` bytes of the record follow `end`; the kernel has already thrown them away. */
struct xdr {
    const uint8_t *p;
    const uint8_t *end;
    size_t beyond;
};

struct conn;
struct call;
typedef void reply_fn(struct conn *c, struct call *k, struct xdr *reply);

/* One outstanding call. The last group is the caller's own. */
struct call {
    uint32_t xid;
    bool busy;
    bool drop; /* the end of a long reply is data nobody looks at: leave it to the kernel */
    const char *name;
    reply_fn *done;

    size_t item;
    uint64_t offset;
    uint32_t count;
};

struct bytes {
    uint8_t *p;
    size_t len;
    size_t cap;
};

struct conn {
    int fd;
    unsigned index;
    unsigned slots;
    uint32_t sequence;
    bool header_only; /* receive no more than a READ's header at a time, for the kernel to drop the rest */
    bool want_write;
    struct bytes out;
    size_t out_sent;
    size_t out_mark;
    struct bytes in;
    size_t need; /* bytes `in` must hold for the next step */
    size_t drop; /* bytes of the record at the start of `in` that are still to be dropped */
    struct bytes saved;
    struct call call[MAX_SLOTS];
};

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
void *grown(void *old, size_t size);
double now(void); /* seconds, monotonic */

/* The credential of every later call: AUTH_SYS, no supplementary groups. */
void rpc_identity(uint32_t uid, uint32_t gid);

void conn_open(struct conn *c, const char *host, unsigned port, unsigned slots);
void conn_close(struct conn *c);

void call_begin(struct conn *c, struct call *k, const char *name, const uint32_t program[3], reply_fn *done);
void put32(struct conn *c, uint32_t value);
void put64(struct conn *c, uint64_t value);
void put_opaque(struct conn *c, const void *data, size_t length);
void call_end(struct conn *c);
void conn_flush(struct conn *c);

/* Handles replies until no call is outstanding on any connection. `clock_now` is renewed before each batch. */
void rpc_drain(void);
extern double clock_now;

/* One call at a time: start it in slot 0 with `save_reply`, then wait. The reply is valid until the next such call. */
reply_fn save_reply;
struct xdr sync_wait(struct conn *c);

uint32_t get32(struct xdr *x);
uint64_t get64(struct xdr *x);
bool get_bool(struct xdr *x);
const uint8_t *get_opaque(struct xdr *x, uint32_t max, uint32_t *length);
void end_of_reply(const struct xdr *x, const char *name); /* dies when something follows */

#endif
