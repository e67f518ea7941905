#include "nfsload.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum {
    CONNS = 4,
    DEPTH = 8,
    SHOWN = 30,          /* differences that are printed; all are counted */
    SMALL_PLUS = 1200,   /* maxcount of a second READDIRPLUS of each directory: many pages */
    SMALL_PLAIN = 700,   /* count of a READDIR of each directory */
    PAST_END = 4096,     /* count of the READ at the end of each file */
};

static const uint32_t read_sizes[] = {64 << 10, 100001, 8 << 10, 1 << 20};

/* Two numbers that must name the same objects on both sides. */
struct identity {
    uint64_t fileid, inode;
    size_t entry;
};

static struct {
    const char *local;
    struct tree tree;
    struct conn conn[CONNS];
    uint32_t rtmax;
    struct identity *identity;
    size_t identities;
    size_t file; /* where the next READ goes */
    uint64_t offset;
    size_t reads;
    uint64_t differences, bytes;
} v;

/* ---- saying what differs ---- */

static void path_below(size_t entry, char path[PATH_MAX])
{
    size_t at = PATH_MAX - 1;
    path[at] = 0;
    for (; entry != 0; entry = v.tree.entry[entry].parent) {
        const char *name = v.tree.entry[entry].name;
        const size_t length = strlen(name);
        if (at < length + 1)
            die("a path is too long");
        memcpy(path + (at -= length), name, length);
        path[--at] = '/';
    }
    memmove(path, path + at, PATH_MAX - at);
}

static void local_path(size_t entry, char path[PATH_MAX])
{
    char below[PATH_MAX];
    path_below(entry, below);
    if (snprintf(path, PATH_MAX, "%s%s", v.local, below) >= PATH_MAX)
        die("a path is too long");
}

__attribute__((format(printf, 2, 3))) static void differs(size_t entry, const char *format, ...)
{
    char path[PATH_MAX];
    va_list args;
    if (v.differences++ >= SHOWN)
        return;
    path_below(entry, path);
    fprintf(stderr, "%s: ", entry == 0 ? "/" : path);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

/* ---- attributes ---- */

static uint32_t type_of(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG: return NF3REG;
    case S_IFDIR: return NF3DIR;
    case S_IFBLK: return NF3BLK;
    case S_IFCHR: return NF3CHR;
    case S_IFLNK: return NF3LNK;
    case S_IFSOCK: return 6;
    default: return 7;
    }
}

/* Not compared: used, fsid, atime and ctime (the server's own), the size of directories (the file system's own). */
static void compare_attr(size_t entry, const char *source, const struct fattr *a, const struct stat *s)
{
    const bool sized = S_ISREG(s->st_mode) || S_ISLNK(s->st_mode);
    const bool device = S_ISCHR(s->st_mode) || S_ISBLK(s->st_mode);
    const struct {
        const char *name;
        uint64_t theirs, ours;
        bool matters;
    } fields[] = {
        {"type", a->type, type_of(s->st_mode), true},
        {"nlink", a->nlink, s->st_nlink, true},
        {"uid", a->uid, s->st_uid, true},
        {"gid", a->gid, s->st_gid, true},
        {"size", a->size, (uint64_t)s->st_size, sized},
        {"rdev major", a->rdev_major, major(s->st_rdev), device},
        {"rdev minor", a->rdev_minor, minor(s->st_rdev), device},
        {"mtime seconds", a->mtime[0], (uint32_t)s->st_mtim.tv_sec, true},
        {"mtime nanoseconds", a->mtime[1], (uint32_t)s->st_mtim.tv_nsec, true},
    };
    if (a->mode != (s->st_mode & 07777))
        differs(entry, "%s: mode is %o, locally %o", source, a->mode, s->st_mode & 07777);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i].matters && fields[i].theirs != fields[i].ours)
            differs(entry, "%s: %s is %" PRIu64 ", locally %" PRIu64, source, fields[i].name, fields[i].theirs,
                    fields[i].ours);
}

static bool same_fh(const struct nfs_fh *a, const struct nfs_fh *b)
{
    return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
}

static void expect_lookup(size_t dir, const char *name, size_t expected)
{
    struct nfs_fh fh;
    struct fattr attr;
    const struct entry *e = &v.tree.entry[dir];
    const uint32_t status = sync_lookup(&v.conn[0], &e->fh, name, &fh, &attr);
    if (status != NFS3_OK)
        differs(dir, "LOOKUP of %s: status %u NFS3ERR_%s", name, status, nfs_error(status));
    else if (!same_fh(&fh, &v.tree.entry[expected].fh) || attr.fileid != v.tree.entry[expected].attr.fileid)
        differs(dir, "LOOKUP of %s is another object than was listed", name);
}

static void verify_directory_names(size_t dir)
{
    static const char missing[] = ".no-such-name";
    struct nfs_fh fh;
    struct fattr attr;
    expect_lookup(dir, ".", dir);
    expect_lookup(dir, "..", v.tree.entry[dir].parent);
    const uint32_t status = sync_lookup(&v.conn[0], &v.tree.entry[dir].fh, missing, &fh, &attr);
    if (status != NFS3ERR_NOENT)
        differs(dir, "LOOKUP of %s: status %u, NFS3ERR_NOENT expected", missing, status);
}

static void verify_link(size_t entry, const char *path)
{
    char theirs[NFS3_PATH_MAX + 1], ours[PATH_MAX];
    sync_readlink(&v.conn[0], &v.tree.entry[entry].fh, theirs);
    const ssize_t length = readlink(path, ours, sizeof ours - 1);
    if (length < 0)
        die("%s: %s", path, strerror(errno));
    ours[length] = 0;
    if (strcmp(theirs, ours) != 0)
        differs(entry, "READLINK says %s, locally it is %s", theirs, ours);
}

static void verify_object(size_t entry)
{
    struct entry *e = &v.tree.entry[entry];
    char path[PATH_MAX];
    struct stat s;
    struct fattr attr;
    local_path(entry, path);
    if (lstat(path, &s) != 0) {
        differs(entry, "not there locally: %s", strerror(errno));
        return;
    }
    v.identity[v.identities++] = (struct identity){e->attr.fileid, s.st_ino, entry};
    compare_attr(entry, entry == 0 ? "GETATTR" : "READDIRPLUS", &e->attr, &s);
    if (entry != 0)
        expect_lookup(e->parent, e->name, entry);
    sync_getattr(&v.conn[0], &e->fh, &attr);
    compare_attr(entry, "GETATTR", &attr, &s);
    if (attr.fileid != e->attr.fileid || attr.fsid != e->attr.fsid)
        differs(entry, "GETATTR and the listing name different objects");
    if (S_ISLNK(s.st_mode) && e->attr.type == NF3LNK)
        verify_link(entry, path);
    if (e->attr.type == NF3DIR)
        verify_directory_names(entry);
}

/* ---- hard links: one fileid is one inode, and the other way round ---- */

static int by_fileid(const void *a, const void *b)
{
    const struct identity *x = a, *y = b;
    return x->fileid != y->fileid ? (x->fileid < y->fileid ? -1 : 1) : 0;
}

static int by_inode(const void *a, const void *b)
{
    const struct identity *x = a, *y = b;
    return x->inode != y->inode ? (x->inode < y->inode ? -1 : 1) : 0;
}

static void verify_identities(void)
{
    qsort(v.identity, v.identities, sizeof *v.identity, by_fileid);
    for (size_t i = 1; i < v.identities; i++)
        if (v.identity[i].fileid == v.identity[i - 1].fileid && v.identity[i].inode != v.identity[i - 1].inode)
            differs(v.identity[i].entry, "has the fileid of another file");
    qsort(v.identity, v.identities, sizeof *v.identity, by_inode);
    for (size_t i = 1; i < v.identities; i++)
        if (v.identity[i].inode == v.identity[i - 1].inode && v.identity[i].fileid != v.identity[i - 1].fileid)
            differs(v.identity[i].entry, "is a hard link with a fileid of its own");
}

/* ---- listings ---- */

struct names {
    char **name;
    size_t count;
};

static void add_name(struct names *names, const char *name)
{
    if ((names->count & (names->count + 1)) == 0)
        names->name = grown(names->name, 2 * (names->count + 1) * sizeof *names->name);
    names->name[names->count++] = strdup(name);
}

static void free_names(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->name[i]);
    free(names->name);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_names(struct names *names)
{
    if (names->count > 0)
        qsort(names->name, names->count, sizeof *names->name, by_text);
}

static struct names local_names(const char *path)
{
    struct names names = {0};
    DIR *dir = opendir(path);
    if (dir == NULL)
        die("%s: %s", path, strerror(errno));
    for (struct dirent *e; (e = readdir(dir)) != NULL;)
        if (!is_dot(e->d_name))
            add_name(&names, e->d_name);
    closedir(dir);
    sort_names(&names);
    return names;
}

/* Reads one page; RFC 1813, 3.3.16 and 3.3.17: count and maxcount bound the size of the result, XDR included. */
static bool list_page(size_t dir, bool plus, uint32_t count, struct cookie *from, struct names *names)
{
    struct conn *c = &v.conn[0];
    struct dir_entry e;
    const struct cookie before = *from;
    (plus ? send_readdirplus : send_readdir)(c, &c->call[0], &v.tree.entry[dir].fh, &before, count, save_reply);
    struct xdr x = sync_wait(c);
    const size_t size = (size_t)(x.end - x.p) - 4;
    get_dir_head(&c->call[0], &x, from);
    while (get_dir_entry(&x, plus, &e)) {
        from->cookie = e.cookie;
        if (!is_dot(e.name))
            add_name(names, e.name);
    }
    const bool eof = get_bool(&x);
    end_of_reply(&x, "READDIR");
    if (size > count)
        differs(dir, "%s of at most %u bytes has %zu", plus ? "READDIRPLUS" : "READDIR", count, size);
    if (!eof && from->cookie == before.cookie)
        die("READDIR: an empty page that is not the last");
    return !eof;
}

static struct names listed_names(size_t dir, bool plus, uint32_t count)
{
    struct names names = {0};
    struct cookie from = {0};
    while (list_page(dir, plus, count, &from, &names))
        if (names.count > v.tree.count)
            die("READDIR: the listing does not end");
    sort_names(&names);
    return names;
}

static void compare_names(size_t dir, const char *source, const struct names *theirs, const struct names *ours)
{
    size_t i = 0, j = 0;
    while (i < theirs->count || j < ours->count) {
        const int order = i == theirs->count ? 1 : j == ours->count ? -1 : strcmp(theirs->name[i], ours->name[j]);
        if (order < 0)
            differs(dir, "%s lists %s, which is not there or was listed before", source, theirs->name[i]);
        else if (order > 0)
            differs(dir, "%s does not list %s", source, ours->name[j]);
        i += order <= 0;
        j += order >= 0;
    }
}

static void verify_listing(size_t dir)
{
    static const struct {
        const char *name;
        bool plus;
        uint32_t count;
    } ways[] = {{"READDIRPLUS", true, LISTING},
                {"READDIRPLUS in small pages", true, SMALL_PLUS},
                {"READDIR in small pages", false, SMALL_PLAIN}};
    char path[PATH_MAX];
    local_path(dir, path);
    struct names ours = local_names(path);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct names theirs = listed_names(dir, ways[i].plus, ways[i].count);
        compare_names(dir, ways[i].name, &theirs, &ours);
        free_names(&theirs);
    }
    free_names(&ours);
}

/* ---- data ---- */

static void start_read(struct conn *c, struct call *k);

static void compare_data(const struct call *k, const struct read_result *r)
{
    static uint8_t ours[1 << 20];
    char path[PATH_MAX];
    local_path(k->item, path);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t n = fd < 0 ? -1 : pread(fd, ours, r->count, (off_t)k->offset);
    if (fd >= 0)
        close(fd);
    if (n != (ssize_t)r->count)
        differs(k->item, "READ of %u at %" PRIu64 " brought %u bytes, locally %zd", k->count, k->offset, r->count, n);
    else if (n > 0 && memcmp(ours, r->data, (size_t)n) != 0)
        differs(k->item, "READ of %u at %" PRIu64 ": the data differs", k->count, k->offset);
}

static void read_done(struct conn *c, struct call *k, struct xdr *x)
{
    const struct entry *e = &v.tree.entry[k->item];
    const struct read_result r = get_read(k, x);
    const uint64_t end = k->offset + r.count;
    compare_data(k, &r);
    v.bytes += r.count;
    if (r.eof != (end >= e->attr.size))
        differs(k->item, "READ of %u at %" PRIu64 ": %u bytes, eof %d, the size is %" PRIu64, k->count, k->offset,
                r.count, r.eof, e->attr.size);
    /* A server may bring less than was asked for; then the rest is asked for. */
    if (r.count > 0 && r.count < k->count && end < e->attr.size)
        send_read(c, k, &e->fh, end, k->count - r.count, false, read_done);
    else
        start_read(c, k);
}

/* Every regular file in pieces of different sizes, and one READ at its end. */
static void start_read(struct conn *c, struct call *k)
{
    while (v.file < v.tree.count && v.tree.entry[v.file].attr.type != NF3REG)
        v.file++;
    if (v.file >= v.tree.count)
        return;
    const struct entry *e = &v.tree.entry[v.file];
    uint32_t size = read_sizes[v.reads++ % (sizeof read_sizes / sizeof *read_sizes)];
    if (size > v.rtmax)
        size = v.rtmax;
    k->item = v.file;
    if (v.offset < e->attr.size) {
        send_read(c, k, &e->fh, v.offset, size, false, read_done);
        v.offset += size;
    } else {
        send_read(c, k, &e->fh, e->attr.size, PAST_END, false, read_done);
        v.offset = 0;
        v.file++;
    }
}

static void verify_data(void)
{
    v.rtmax = fsinfo_rtmax(&v.conn[0], &v.tree.entry[0].fh);
    if (v.rtmax == 0)
        die("rtmax is 0");
    clock_now = now();
    for (unsigned i = 0; i < CONNS; i++) {
        for (unsigned slot = 0; slot < DEPTH; slot++)
            start_read(&v.conn[i], &v.conn[i].call[slot]);
        conn_flush(&v.conn[i]);
    }
    rpc_drain();
}

uint64_t verify(const struct options *options, const struct nfs_fh *root)
{
    const double start = now();
    v.local = options->verify;
    for (unsigned i = 0; i < CONNS; i++)
        conn_open(&v.conn[i], options->server.host, options->server.nfs_port, DEPTH);
    scan_tree(&v.conn[0], root, &v.tree);
    v.identity = grown(NULL, v.tree.count * sizeof *v.identity);
    for (size_t i = 0; i < v.tree.count; i++) {
        verify_object(i);
        if (v.tree.entry[i].attr.type == NF3DIR)
            verify_listing(i);
    }
    verify_identities();
    verify_data();
    printf("{\"test\":\"verify\",\"entries\":%zu,\"bytes\":%" PRIu64 ",\"seconds\":%.2f,\"differences\":%" PRIu64 "}\n",
           v.tree.count - 1, v.bytes, now() - start, v.differences);
    for (unsigned i = 0; i < CONNS; i++)
        conn_close(&v.conn[i]);
    return v.differences;
}
