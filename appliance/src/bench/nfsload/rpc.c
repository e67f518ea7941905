#include "rpc.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    MARK = 4,
    LAST_FRAGMENT = 1u << 31,
    MAX_RECORD = 4 << 20,
    BULK = 64 << 10,
    /* mark, RPC reply header without a verifier's body, READ3resok up to the data */
    READ_HEADER = MARK + 24 + 4 + 4 + 84 + 12,
    SLOT_BITS = 6,
    STALL_MS = 20000,
    RECEIVES_A_TURN = 32,
};

double clock_now;

static int epoll_fd = -1;
static unsigned outstanding;
static uint32_t credential[8];

void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fflush(stdout);
    fputs("nfsload: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

void *grown(void *old, size_t size)
{
    void *p = realloc(old, size);
    if (p == NULL)
        die("out of memory (%zu bytes)", size);
    return p;
}

double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void reserve(struct bytes *b, size_t size)
{
    if (b->cap >= size)
        return;
    b->cap = size + size / 2;
    b->p = grown(b->p, b->cap);
}

static uint32_t load32(const uint8_t *p)
{
    uint32_t value;
    memcpy(&value, p, sizeof value);
    return ntohl(value);
}

static void store32(uint8_t *p, uint32_t value)
{
    value = htonl(value);
    memcpy(p, &value, sizeof value);
}

/* RFC 5531, appendix A: stamp, machine name, uid, gid, gids<16>. */
void rpc_identity(uint32_t uid, uint32_t gid)
{
    static const char machine[4] = "load";
    const uint32_t words[8] = {1, 24, 0, sizeof machine, 0, uid, gid, 0};
    for (size_t i = 0; i < 8; i++)
        credential[i] = htonl(words[i]);
    memcpy(&credential[4], machine, sizeof machine);
}

/* ---- connections ---- */

static int connected(const char *host, unsigned port)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *address;
    char service[12];
    snprintf(service, sizeof service, "%u", port);
    if (getaddrinfo(host, service, &hints, &address) != 0)
        die("%s: not a numeric address", host);
    const int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, address->ai_addr, address->ai_addrlen) != 0)
        die("connect to %s port %u: %s", host, port, strerror(errno));
    freeaddrinfo(address);
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

void conn_open(struct conn *c, const char *host, unsigned port, unsigned slots)
{
    *c = (struct conn){.fd = connected(host, port), .slots = slots, .need = MARK};
    reserve(&c->in, BULK);
    if (epoll_fd < 0 && (epoll_fd = epoll_create1(EPOLL_CLOEXEC)) < 0)
        die("epoll_create1: %s", strerror(errno));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &event) != 0)
        die("epoll_ctl: %s", strerror(errno));
}

void conn_close(struct conn *c)
{
    close(c->fd);
    free(c->out.p);
    free(c->in.p);
    free(c->saved.p);
}

/* ---- calls ---- */

void put32(struct conn *c, uint32_t value)
{
    reserve(&c->out, c->out.len + 4);
    store32(c->out.p + c->out.len, value);
    c->out.len += 4;
}

void put64(struct conn *c, uint64_t value)
{
    put32(c, (uint32_t)(value >> 32));
    put32(c, (uint32_t)value);
}

void put_opaque(struct conn *c, const void *data, size_t length)
{
    const size_t padded = (length + 3) & ~(size_t)3;
    put32(c, (uint32_t)length);
    reserve(&c->out, c->out.len + padded);
    memset(c->out.p + c->out.len, 0, padded);
    if (length > 0)
        memcpy(c->out.p + c->out.len, data, length);
    c->out.len += padded;
}

void call_begin(struct conn *c, struct call *k, const char *name, const uint32_t program[3], reply_fn *done)
{
    if (k->busy)
        die("%s: slot in use", name);
    k->xid = c->sequence++ << SLOT_BITS | (uint32_t)(k - c->call);
    k->busy = true;
    k->drop = false;
    k->name = name;
    k->done = done;
    outstanding++;
    c->out_mark = c->out.len;
    put32(c, 0);
    put32(c, k->xid);
    put32(c, 0); /* CALL */
    put32(c, 2); /* RPC version */
    for (size_t i = 0; i < 3; i++)
        put32(c, program[i]);
    reserve(&c->out, c->out.len + sizeof credential);
    memcpy(c->out.p + c->out.len, credential, sizeof credential);
    c->out.len += sizeof credential;
    put64(c, 0); /* verifier: AUTH_NONE */
}

void call_end(struct conn *c)
{
    store32(c->out.p + c->out_mark, (uint32_t)(c->out.len - c->out_mark - MARK) | LAST_FRAGMENT);
}

static void watch_write(struct conn *c, bool on)
{
    struct epoll_event event = {.events = EPOLLIN | (on ? EPOLLOUT : 0), .data.ptr = c};
    if (c->want_write != on && epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &event) != 0)
        die("epoll_ctl: %s", strerror(errno));
    c->want_write = on;
}

void conn_flush(struct conn *c)
{
    while (c->out_sent < c->out.len) {
        const ssize_t n = send(c->fd, c->out.p + c->out_sent, c->out.len - c->out_sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            watch_write(c, true);
            return;
        }
        if (n < 0)
            die("send: %s", strerror(errno));
        c->out_sent += (size_t)n;
    }
    c->out.len = c->out_sent = 0;
    watch_write(c, false);
}

/* ---- replies ---- */

static struct call *call_of(struct conn *c, uint32_t xid)
{
    const uint32_t slot = xid & ((1u << SLOT_BITS) - 1);
    struct call *k = &c->call[slot];
    if (slot >= c->slots || !k->busy || k->xid != xid)
        die("reply with xid %08x, which is not outstanding", xid);
    return k;
}

void end_of_reply(const struct xdr *x, const char *name)
{
    if (x->p != x->end)
        die("%s: %td bytes follow the result", name, x->end - x->p);
}

static void dispatch(struct conn *c, struct xdr x)
{
    static const char *const accept_stat[] = {"SUCCESS", "PROG_UNAVAIL", "PROG_MISMATCH", "PROC_UNAVAIL",
                                              "GARBAGE_ARGS", "SYSTEM_ERR"};
    struct call *k = call_of(c, get32(&x));
    uint32_t length;
    if (get32(&x) != 1)
        die("%s: the reply is not a REPLY", k->name);
    if (get32(&x) != 0)
        die("%s: the call was denied (reject_stat %u)", k->name, get32(&x));
    get32(&x);
    get_opaque(&x, 400, &length);
    const uint32_t accepted = get32(&x);
    if (accepted != 0)
        die("%s: accept_stat %u %s", k->name, accepted, accepted < 6 ? accept_stat[accepted] : "unknown");
    const char *name = k->name;
    k->busy = false;
    outstanding--;
    k->done(c, k, &x);
    end_of_reply(&x, name);
}

/* Makes one record of two fragments; false: not enough is there yet. */
static bool join_fragments(struct conn *c, size_t at, size_t length)
{
    c->need = MARK + length + MARK;
    if (c->in.len - at < c->need)
        return false;
    uint8_t *second = c->in.p + at + MARK + length;
    const uint32_t mark = load32(second);
    const size_t joined = length + (mark & ~LAST_FRAGMENT);
    if (joined > MAX_RECORD)
        die("a reply of %zu bytes", joined);
    store32(c->in.p + at, (uint32_t)joined | (mark & LAST_FRAGMENT));
    memmove(second, second + MARK, (size_t)(c->in.p + c->in.len - second) - MARK);
    c->in.len -= MARK;
    return true;
}

/* Moves what follows `at` to the front of the buffer, and makes room for all that is needed. */
static void keep_from(struct conn *c, size_t at)
{
    c->in.len -= at;
    memmove(c->in.p, c->in.p + at, c->in.len);
    reserve(&c->in, c->need);
}

static void take_records(struct conn *c)
{
    size_t at = 0;
    for (;;) {
        const size_t there = c->in.len - at;
        c->need = MARK;
        if (there < MARK)
            break;
        const uint32_t mark = load32(c->in.p + at);
        const size_t length = mark & ~LAST_FRAGMENT;
        if (length > MAX_RECORD)
            die("a reply of %zu bytes", length);
        if ((mark & LAST_FRAGMENT) == 0) {
            if (!join_fragments(c, at, length))
                break;
            continue;
        }
        c->need = MARK + length;
        const uint8_t *record = c->in.p + at + MARK;
        if (there >= c->need) {
            dispatch(c, (struct xdr){record, record + length, 0});
            at += c->need;
        } else if (there >= READ_HEADER && call_of(c, load32(record))->drop) {
            c->drop = c->need - there;
            break;
        } else {
            break;
        }
    }
    keep_from(c, at);
}

static void drop_payload(struct conn *c, size_t dropped)
{
    c->drop -= dropped;
    if (c->drop > 0)
        return;
    const struct xdr header = {c->in.p + MARK, c->in.p + c->in.len, c->need - c->in.len};
    c->in.len = 0;
    c->need = MARK;
    dispatch(c, header);
}

static void conn_receive(struct conn *c)
{
    for (int turn = 0; turn < RECEIVES_A_TURN; turn++) {
        const bool dropping = c->drop > 0;
        const size_t least = c->need > READ_HEADER ? c->need : READ_HEADER;
        const size_t want = dropping ? c->drop : (c->header_only ? least : c->in.cap) - c->in.len;
        /* With MSG_TRUNC, Linux takes the bytes off a TCP socket without copying them (tcp(7)). */
        const ssize_t n = dropping ? recv(c->fd, NULL, want, MSG_DONTWAIT | MSG_TRUNC)
                                   : recv(c->fd, c->in.p + c->in.len, want, MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (n <= 0)
            die("the server closed the connection: %s", n < 0 ? strerror(errno) : "end of stream");
        if (dropping) {
            drop_payload(c, (size_t)n);
        } else {
            c->in.len += (size_t)n;
            take_records(c);
        }
        if ((size_t)n < want)
            return;
    }
}

void rpc_drain(void)
{
    struct epoll_event events[64];
    while (outstanding > 0) {
        const int n = epoll_wait(epoll_fd, events, 64, STALL_MS);
        if (n < 0 && errno != EINTR)
            die("epoll_wait: %s", strerror(errno));
        if (n == 0)
            die("%u calls without an answer for %d s", outstanding, STALL_MS / 1000);
        clock_now = now();
        for (int i = 0; i < n; i++) {
            struct conn *c = events[i].data.ptr;
            if (events[i].events & ~(uint32_t)EPOLLOUT)
                conn_receive(c);
            conn_flush(c);
        }
    }
}

/* ---- one call at a time ---- */

void save_reply(struct conn *c, struct call *k, struct xdr *reply)
{
    (void)k;
    c->saved.len = (size_t)(reply->end - reply->p);
    reserve(&c->saved, c->saved.len + 1);
    memcpy(c->saved.p, reply->p, c->saved.len);
    reply->p = reply->end;
}

struct xdr sync_wait(struct conn *c)
{
    conn_flush(c);
    rpc_drain();
    return (struct xdr){c->saved.p, c->saved.p + c->saved.len, 0};
}

/* ---- XDR (RFC 4506) ---- */

uint32_t get32(struct xdr *x)
{
    if (x->end - x->p < 4)
        die("a reply ends too early");
    x->p += 4;
    return load32(x->p - 4);
}

uint64_t get64(struct xdr *x)
{
    const uint64_t high = get32(x);
    return high << 32 | get32(x);
}

bool get_bool(struct xdr *x)
{
    const uint32_t value = get32(x);
    if (value > 1)
        die("a boolean of %u in a reply", value);
    return value == 1;
}

const uint8_t *get_opaque(struct xdr *x, uint32_t max, uint32_t *length)
{
    *length = get32(x);
    const size_t padded = ((size_t)*length + 3) & ~(size_t)3;
    if (*length > max || (size_t)(x->end - x->p) < padded)
        die("an opaque of %u bytes (at most %u expected) does not fit its reply", *length, max);
    const uint8_t *data = x->p;
    for (size_t i = *length; i < padded; i++)
        if (data[i] != 0)
            die("padding is not zero"); /* RFC 4506, 4.10: residual bytes are zero; else old memory leaks out */
    x->p += padded;
    return data;
}
