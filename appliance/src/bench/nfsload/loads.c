#include "nfsload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CONNS = 64, RAND_SIZE = 4096, SMALL_MAX = 65535, HEADER_ONLY_FROM = 32 << 10 };

struct load {
    const char *base; /* the name's part before the size and the first hyphen */
    bool sized;
    bool needs_tree, needs_big;
    void (*start)(struct conn *c, struct call *k);
    const char *unit;
};

/* What one test asks for: "seq64K-c4-o16" */
struct spec {
    const struct load *load;
    uint32_t size;
    unsigned conns, depth;
};

/* The running test. One thread, one test at a time. */
static struct {
    struct spec spec;
    struct conn conn[MAX_CONNS];
    struct tree tree;
    struct nfs_fh root;
    struct nfs_fh big;
    uint64_t big_size;
    size_t *chosen; /* the tree's entries this load works on */
    size_t chosen_count;
    size_t next;
    uint64_t position[MAX_CONNS]; /* seq: where each connection reads next */
    uint64_t random;
    double deadline;
    uint64_t max_items;
    uint64_t started, items, bytes, calls;
} run;

/* ---- what every load does between two items ---- */

static void next_item(struct conn *c, struct call *k)
{
    if (clock_now >= run.deadline || (run.max_items > 0 && run.started >= run.max_items))
        return;
    run.started++;
    run.spec.load->start(c, k);
}

static void item_done(struct conn *c, struct call *k, uint64_t items)
{
    run.items += items;
    next_item(c, k);
}

static struct entry *next_entry(struct call *k)
{
    k->item = run.chosen[run.next];
    run.next = (run.next + 1) % run.chosen_count;
    return &run.tree.entry[k->item];
}

static const struct nfs_fh *parent_of(const struct entry *e)
{
    return &run.tree.entry[e->parent].fh;
}

static void same_object(const struct call *k, const struct fattr *attr)
{
    const struct entry *e = &run.tree.entry[k->item];
    if (attr->type != e->attr.type || attr->fileid != e->attr.fileid)
        die("%s %s: type %u fileid %" PRIu64 ", but the listing said type %u fileid %" PRIu64, k->name, e->name,
            attr->type, attr->fileid, e->attr.type, e->attr.fileid);
}

/* ---- null, getattr ---- */

static void null_done(struct conn *c, struct call *k, struct xdr *x)
{
    (void)x;
    item_done(c, k, 1);
}

static void null_start(struct conn *c, struct call *k)
{
    send_null(c, k, null_done);
}

static void getattr_done(struct conn *c, struct call *k, struct xdr *x)
{
    struct fattr attr;
    expect_ok(k, x);
    get_fattr(x, &attr);
    if (attr.type != NF3DIR)
        die("GETATTR: the root is no directory");
    item_done(c, k, 1);
}

static void getattr_start(struct conn *c, struct call *k)
{
    send_getattr(c, k, &run.root, getattr_done);
}

/* ---- seq, rand: READs of one large file ---- */

static void big_done(struct conn *c, struct call *k, struct xdr *x)
{
    const struct read_result r = get_read(k, x);
    const uint64_t rest = run.big_size - k->offset;
    const uint64_t expected = rest < k->count ? rest : k->count;
    if (r.count != expected || r.eof != (k->offset + r.count == run.big_size))
        die("READ of %u at %" PRIu64 ": %u bytes%s, %" PRIu64 " expected", k->count, k->offset, r.count,
            r.eof ? " and the end" : "", expected);
    run.bytes += r.count;
    item_done(c, k, 1);
}

/* Each connection goes round the whole file; they start evenly spread over it, like nodes at different points. */
static void seq_start(struct conn *c, struct call *k)
{
    uint64_t *position = &run.position[c->index];
    send_read(c, k, &run.big, *position, run.spec.size, true, big_done);
    *position += run.spec.size;
    if (*position >= run.big_size)
        *position = 0;
}

/* xorshift64 (Marsaglia, 2003): the same offsets for every server with the same seed */
static uint64_t random64(void)
{
    run.random ^= run.random << 13;
    run.random ^= run.random >> 7;
    run.random ^= run.random << 17;
    return run.random;
}

static void rand_start(struct conn *c, struct call *k)
{
    const uint64_t block = random64() % (run.big_size / run.spec.size);
    send_read(c, k, &run.big, block * run.spec.size, run.spec.size, true, big_done);
}

/* ---- walk: LOOKUP and GETATTR of every entry ---- */

static void walk_attr_done(struct conn *c, struct call *k, struct xdr *x)
{
    struct fattr attr;
    expect_ok(k, x);
    get_fattr(x, &attr);
    same_object(k, &attr);
    item_done(c, k, 1);
}

static void walk_lookup_done(struct conn *c, struct call *k, struct xdr *x)
{
    struct nfs_fh fh;
    struct fattr attr;
    get_lookup(k, x, &fh, &attr);
    send_getattr(c, k, &fh, walk_attr_done);
}

static void walk_start(struct conn *c, struct call *k)
{
    const struct entry *e = next_entry(k);
    send_lookup(c, k, parent_of(e), e->name, walk_lookup_done);
}

/* ---- small: LOOKUP, ACCESS and READ of every small file ---- */

static void small_read_done(struct conn *c, struct call *k, struct xdr *x)
{
    const struct entry *e = &run.tree.entry[k->item];
    const struct read_result r = get_read(k, x);
    if (r.count != e->attr.size || !r.eof)
        die("READ of %s: %u of %" PRIu64 " bytes%s", e->name, r.count, e->attr.size, r.eof ? "" : ", not the end");
    run.bytes += r.count;
    item_done(c, k, 1);
}

static void small_access_done(struct conn *c, struct call *k, struct xdr *x)
{
    const struct entry *e = &run.tree.entry[k->item];
    struct fattr attr;
    expect_ok(k, x);
    get_post_op_attr(x, &attr);
    if (get32(x) != ACCESS3_READ)
        die("ACCESS of %s: READ is not granted", e->name);
    send_read(c, k, &e->fh, 0, SMALL_MAX + 1, true, small_read_done);
}

static void small_lookup_done(struct conn *c, struct call *k, struct xdr *x)
{
    struct nfs_fh fh;
    struct fattr attr;
    get_lookup(k, x, &fh, &attr);
    if (attr.type != 0)
        same_object(k, &attr);
    send_access(c, k, &fh, ACCESS3_READ, small_access_done);
}

static void small_start(struct conn *c, struct call *k)
{
    const struct entry *e = next_entry(k);
    send_lookup(c, k, parent_of(e), e->name, small_lookup_done);
}

/* ---- readdir: entries (without . and ..) listed with READDIRPLUS ---- */

static void readdir_done(struct conn *c, struct call *k, struct xdr *x)
{
    struct cookie from = {0};
    struct dir_entry e;
    uint64_t listed = 0;
    get_dir_head(k, x, &from);
    while (get_dir_entry(x, true, &e)) {
        from.cookie = e.cookie;
        if (!is_dot(e.name))
            listed++;
    }
    run.calls++;
    if (get_bool(x)) {
        item_done(c, k, listed);
        return;
    }
    if (from.cookie == k->offset)
        die("READDIRPLUS: an empty page that is not the last");
    k->offset = from.cookie;
    run.items += listed;
    send_readdirplus(c, k, &run.tree.entry[k->item].fh, &from, LISTING, readdir_done);
}

static void readdir_start(struct conn *c, struct call *k)
{
    const struct cookie from = {0};
    k->offset = 0;
    send_readdirplus(c, k, &next_entry(k)->fh, &from, LISTING, readdir_done);
}

/* ---- names ---- */

static const struct load loads[] = {
    {"null", false, false, false, null_start, "calls/s"},
    {"getattr", false, false, false, getattr_start, "calls/s"},
    {"seq", true, false, true, seq_start, "MiB/s"},
    {"rand", true, false, true, rand_start, "reads/s"},
    {"walk", false, true, false, walk_start, "entries/s"},
    {"small", false, true, false, small_start, "files/s"},
    {"readdir", false, true, false, readdir_start, "entries/s"},
};

static const struct load *load_called(const char *name)
{
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
        if (strncmp(name, loads[i].base, strlen(loads[i].base)) == 0)
            return &loads[i];
    die("%s: no such test (--help lists them)", name);
}

static unsigned number(const char *name, const char **p, unsigned max)
{
    char *end;
    const unsigned long value = strtoul(*p, &end, 10);
    if (end == *p || value < 1 || value > max)
        die("%s: a number from 1 to %u is expected at \"%s\"", name, max, *p);
    *p = end;
    return (unsigned)value;
}

static struct spec spec_of(const char *name)
{
    struct spec s = {.load = load_called(name), .conns = 1};
    const char *p = name + strlen(s.load->base);
    if (s.load->sized) {
        s.size = number(name, &p, 1 << 20);
        const unsigned shift = *p == 'K' ? 10 : *p == 'M' ? 20 : 0;
        if (shift > 0)
            p++;
        if (s.size > (1u << 20) >> shift)
            die("%s: a READ of more than 1 MiB", name);
        s.size <<= shift;
    }
    const bool sequential = strcmp(s.load->base, "seq") == 0;
    s.depth = !sequential ? 32 : s.size < 1u << 20 ? 16 : 8;
    if (strncmp(p, "-c", 2) == 0) {
        p += 2;
        s.conns = number(name, &p, MAX_CONNS);
    }
    if (strncmp(p, "-o", 2) == 0) {
        p += 2;
        s.depth = number(name, &p, MAX_SLOTS);
    }
    if (*p != 0)
        die("%s: what is \"%s\"?", name, p);
    return s;
}

void check_load_name(const char *name)
{
    spec_of(name);
}

/* ---- before the clock starts ---- */

static bool chosen(const struct entry *e, const char *base)
{
    if (strcmp(base, "small") == 0)
        return e->attr.type == NF3REG && e->attr.size >= 1 && e->attr.size <= SMALL_MAX;
    if (strcmp(base, "readdir") == 0)
        return e->attr.type == NF3DIR;
    return e != run.tree.entry; /* walk: all but the root, which has no name */
}

static void choose_entries(struct conn *c)
{
    if (run.tree.count == 0)
        scan_tree(c, &run.root, &run.tree);
    run.chosen = grown(run.chosen, run.tree.count * sizeof *run.chosen);
    run.chosen_count = run.next = 0;
    for (size_t i = 0; i < run.tree.count; i++)
        if (chosen(&run.tree.entry[i], run.spec.load->base))
            run.chosen[run.chosen_count++] = i;
    if (run.chosen_count == 0)
        die("the export has nothing for the test %s", run.spec.load->base);
}

static void find_big(struct conn *c, const char *path)
{
    char name[NFS3_NAME_MAX + 1];
    struct fattr attr = {0};
    run.big = run.root;
    while (*path != 0) {
        const size_t length = strcspn(path, "/");
        if (length > NFS3_NAME_MAX)
            die("%s: a name is too long", path);
        memcpy(name, path, length);
        name[length] = 0;
        path += length + (path[length] == '/');
        const struct nfs_fh dir = run.big;
        const uint32_t status = length == 0 ? NFS3_OK : sync_lookup(c, &dir, name, &run.big, &attr);
        if (status != NFS3_OK)
            die("LOOKUP of %s: status %u NFS3ERR_%s", name, status, nfs_error(status));
    }
    run.big_size = attr.size;
    if (attr.type != NF3REG || attr.size < run.spec.size)
        die("the file to read (--big) must be a regular file of at least %u bytes", run.spec.size);
    const uint32_t rtmax = fsinfo_rtmax(c, &run.root);
    if (rtmax < run.spec.size)
        die("READs of %u asked for, but the server's rtmax is %u", run.spec.size, rtmax);
}

static void prepare(const struct options *o)
{
    for (unsigned i = 0; i < run.spec.conns; i++) {
        struct conn *c = &run.conn[i];
        conn_open(c, o->server.host, o->server.nfs_port, run.spec.depth);
        c->index = i;
        c->header_only = run.spec.size >= HEADER_ONLY_FROM;
    }
    if (run.spec.load->needs_tree)
        choose_entries(&run.conn[0]);
    if (run.spec.load->needs_big)
        find_big(&run.conn[0], o->big);
    for (unsigned i = 0; i < run.spec.conns; i++)
        run.position[i] = run.spec.size == 0 ? 0 : run.big_size / run.spec.conns * i / run.spec.size * run.spec.size;
    run.started = run.items = run.bytes = run.calls = 0;
    run.max_items = o->max_items;
    run.random = o->seed * 2 + 1; /* xorshift must not start at 0 */
}

/* ---- clocks ---- */

struct clocks {
    double wall, client, server, machine; /* seconds */
};

static double cpu_clock(clockid_t id)
{
    struct timespec t;
    if (clock_gettime(id, &t) != 0)
        die("the server's process is gone");
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* CPU time of all processes and what the hypervisor took; interrupts are left out, they are the load's own. */
static double machine_clock(void)
{
    unsigned long long user = 0, nice = 0, system = 0, steal = 0;
    FILE *f = fopen("/proc/stat", "re");
    if (f == NULL || fscanf(f, "cpu %llu %llu %llu %*u %*u %*u %*u %llu", &user, &nice, &system, &steal) != 4)
        die("/proc/stat cannot be read");
    fclose(f);
    return (double)(user + nice + system + steal) / (double)sysconf(_SC_CLK_TCK);
}

static struct clocks read_clocks(pid_t server)
{
    struct clocks c = {.client = cpu_clock(CLOCK_PROCESS_CPUTIME_ID), .machine = machine_clock()};
    clockid_t id;
    if (server > 0 && clock_getcpuclockid(server, &id) != 0)
        die("no process %d", (int)server);
    c.server = server > 0 ? cpu_clock(id) : 0;
    c.wall = now();
    return c;
}

/* ---- the test ---- */

static void print_result(const char *name, const struct clocks *a, const struct clocks *b, bool server_known)
{
    const double seconds = b->wall - a->wall;
    const double server = b->server - a->server, client = b->client - a->client;
    const double other = b->machine - a->machine - server - client;
    const bool data = strcmp(run.spec.load->base, "seq") == 0;
    const double amount = data ? (double)run.bytes / 1048576 : (double)run.items;
    printf("{\"test\":\"%s\",\"rate\":%.1f,\"unit\":\"%s\",\"items\":%" PRIu64 ",\"bytes\":%" PRIu64
           ",\"seconds\":%.4f,\"client_cpu_s\":%.4f",
           name, amount / seconds, run.spec.load->unit, run.items, run.bytes, seconds, client);
    if (run.calls > 0)
        printf(",\"calls\":%" PRIu64, run.calls);
    if (server_known) {
        printf(",\"server_cpu_s\":%.4f,\"cpu_s_per_%s\":%.4f", server, data ? "GiB" : "100k",
               server / amount * (data ? 1024 : 100000));
        printf(",\"other_cpu_share\":%.3f", other < 0 ? 0 : other / seconds / (double)sysconf(_SC_NPROCESSORS_ONLN));
    }
    puts("}");
    fflush(stdout);
}

void run_load(const struct options *options, const struct nfs_fh *root, const char *name)
{
    run.spec = spec_of(name);
    run.root = *root;
    prepare(options);
    const struct clocks start = read_clocks(options->server_pid);
    clock_now = start.wall;
    run.deadline = clock_now + options->seconds;
    for (unsigned i = 0; i < run.spec.conns; i++) {
        for (unsigned slot = 0; slot < run.spec.depth; slot++)
            next_item(&run.conn[i], &run.conn[i].call[slot]);
        conn_flush(&run.conn[i]);
    }
    rpc_drain();
    const struct clocks end = read_clocks(options->server_pid);
    print_result(name, &start, &end, options->server_pid > 0);
    for (unsigned i = 0; i < run.spec.conns; i++)
        conn_close(&run.conn[i]);
}
