#include "nfs3.h"

#include <stdlib.h>
#include <string.h>

static const uint32_t NULLPROC[3] = {100003, 3, 0}, GETATTR[3] = {100003, 3, 1}, LOOKUP[3] = {100003, 3, 3},
                      ACCESS[3] = {100003, 3, 4}, READLINK[3] = {100003, 3, 5}, READ[3] = {100003, 3, 6},
                      READDIR[3] = {100003, 3, 16}, READDIRPLUS[3] = {100003, 3, 17}, FSINFO[3] = {100003, 3, 19},
                      MNT[3] = {100005, 3, 1}, EXPORT[3] = {100005, 3, 5}, GETPORT[3] = {100000, 2, 3};

enum { PMAP_PORT = 111, IPPROTO_TCP_NUMBER = 6, MAX_ENTRIES = 4 << 20 };

/* ---- arguments ---- */

static void put_fh(struct conn *c, const struct nfs_fh *fh)
{
    put_opaque(c, fh->data, fh->length);
}

void send_null(struct conn *c, struct call *k, reply_fn *done)
{
    call_begin(c, k, "NULL", NULLPROC, done);
    call_end(c);
}

void send_getattr(struct conn *c, struct call *k, const struct nfs_fh *fh, reply_fn *done)
{
    call_begin(c, k, "GETATTR", GETATTR, done);
    put_fh(c, fh);
    call_end(c);
}

void send_lookup(struct conn *c, struct call *k, const struct nfs_fh *dir, const char *name, reply_fn *done)
{
    call_begin(c, k, "LOOKUP", LOOKUP, done);
    put_fh(c, dir);
    put_opaque(c, name, strlen(name));
    call_end(c);
}

void send_access(struct conn *c, struct call *k, const struct nfs_fh *fh, uint32_t wanted, reply_fn *done)
{
    call_begin(c, k, "ACCESS", ACCESS, done);
    put_fh(c, fh);
    put32(c, wanted);
    call_end(c);
}

void send_read(struct conn *c, struct call *k, const struct nfs_fh *fh, uint64_t offset, uint32_t count, bool drop,
               reply_fn *done)
{
    call_begin(c, k, "READ", READ, done);
    k->drop = drop;
    k->offset = offset;
    k->count = count;
    put_fh(c, fh);
    put64(c, offset);
    put32(c, count);
    call_end(c);
}

void send_readdirplus(struct conn *c, struct call *k, const struct nfs_fh *dir, const struct cookie *from,
                      uint32_t maxcount, reply_fn *done)
{
    call_begin(c, k, "READDIRPLUS", READDIRPLUS, done);
    put_fh(c, dir);
    put64(c, from->cookie);
    put64(c, from->verifier);
    put32(c, maxcount); /* dircount: as much as fits */
    put32(c, maxcount);
    call_end(c);
}

void send_readdir(struct conn *c, struct call *k, const struct nfs_fh *dir, const struct cookie *from, uint32_t count,
                  reply_fn *done)
{
    call_begin(c, k, "READDIR", READDIR, done);
    put_fh(c, dir);
    put64(c, from->cookie);
    put64(c, from->verifier);
    put32(c, count);
    call_end(c);
}

/* ---- results ---- */

const char *nfs_error(uint32_t status)
{
    static const struct {
        uint32_t status;
        const char *name;
    } names[] = {{1, "PERM"},       {2, "NOENT"},         {5, "IO"},          {6, "NXIO"},        {13, "ACCES"},
                 {20, "NOTDIR"},    {21, "ISDIR"},        {22, "INVAL"},      {30, "ROFS"},       {63, "NAMETOOLONG"},
                 {70, "STALE"},     {10001, "BADHANDLE"}, {10003, "BAD_COOKIE"}, {10004, "NOTSUPP"},
                 {10005, "TOOSMALL"}, {10006, "SERVERFAULT"}, {10008, "JUKEBOX"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].status == status)
            return names[i].name;
    return "?";
}

void expect_ok(const struct call *k, struct xdr *x)
{
    const uint32_t status = get32(x);
    if (status != NFS3_OK)
        die("%s (item %zu, offset %llu, count %u): status %u NFS3ERR_%s", k->name, k->item,
            (unsigned long long)k->offset, k->count, status, nfs_error(status));
}

void get_fh(struct xdr *x, struct nfs_fh *fh)
{
    const uint8_t *data = get_opaque(x, sizeof fh->data, &fh->length);
    memcpy(fh->data, data, fh->length);
}

void get_fattr(struct xdr *x, struct fattr *attr)
{
    uint32_t *first[] = {&attr->type, &attr->mode, &attr->nlink, &attr->uid, &attr->gid};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        *first[i] = get32(x);
    attr->size = get64(x);
    attr->used = get64(x);
    attr->rdev_major = get32(x);
    attr->rdev_minor = get32(x);
    attr->fsid = get64(x);
    attr->fileid = get64(x);
    uint32_t *times[] = {attr->atime, attr->mtime, attr->ctime};
    for (size_t i = 0; i < 3; i++) {
        times[i][0] = get32(x);
        times[i][1] = get32(x);
    }
}

bool get_post_op_attr(struct xdr *x, struct fattr *attr)
{
    if (!get_bool(x))
        return false;
    get_fattr(x, attr);
    return true;
}

struct read_result get_read(const struct call *k, struct xdr *x)
{
    struct fattr attr;
    uint32_t length;
    expect_ok(k, x);
    get_post_op_attr(x, &attr);
    struct read_result result = {.count = get32(x)};
    result.eof = get_bool(x);
    if (x->beyond == 0) {
        result.data = get_opaque(x, k->count, &length);
    } else {
        length = get32(x);
        const size_t there = (size_t)(x->end - x->p) + x->beyond;
        if (length > k->count || there != (((size_t)length + 3) & ~(size_t)3))
            die("READ: %u bytes announced, %zu came", length, there);
        x->p = x->end;
    }
    if (length != result.count)
        die("READ: count is %u, but %u bytes came", result.count, length);
    return result;
}

void get_lookup(const struct call *k, struct xdr *x, struct nfs_fh *fh, struct fattr *attr)
{
    struct fattr dir;
    expect_ok(k, x);
    get_fh(x, fh);
    if (!get_post_op_attr(x, attr))
        attr->type = 0;
    get_post_op_attr(x, &dir);
}

void get_dir_head(const struct call *k, struct xdr *x, struct cookie *cookie)
{
    struct fattr dir;
    expect_ok(k, x);
    get_post_op_attr(x, &dir);
    cookie->verifier = get64(x);
}

bool get_dir_entry(struct xdr *x, bool plus, struct dir_entry *e)
{
    if (!get_bool(x))
        return false;
    uint32_t length;
    e->fileid = get64(x);
    const uint8_t *name = get_opaque(x, NFS3_NAME_MAX, &length);
    memcpy(e->name, name, length);
    e->name[length] = 0;
    e->cookie = get64(x);
    e->has_attr = plus && get_post_op_attr(x, &e->attr);
    e->has_fh = plus && get_bool(x);
    if (e->has_fh)
        get_fh(x, &e->fh);
    return true;
}

bool is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* ---- one call, waited for ---- */

uint32_t sync_lookup(struct conn *c, const struct nfs_fh *dir, const char *name, struct nfs_fh *fh,
                     struct fattr *attr)
{
    struct call *k = &c->call[0];
    send_lookup(c, k, dir, name, save_reply);
    struct xdr x = sync_wait(c);
    struct xdr status = x;
    const uint32_t code = get32(&status);
    if (code != NFS3_OK)
        return code;
    get_lookup(k, &x, fh, attr);
    end_of_reply(&x, "LOOKUP");
    if (attr->type == 0)
        sync_getattr(c, fh, attr);
    return NFS3_OK;
}

void sync_getattr(struct conn *c, const struct nfs_fh *fh, struct fattr *attr)
{
    send_getattr(c, &c->call[0], fh, save_reply);
    struct xdr x = sync_wait(c);
    expect_ok(&c->call[0], &x);
    get_fattr(&x, attr);
    end_of_reply(&x, "GETATTR");
}

static struct xdr sync_with_fh(struct conn *c, const char *name, const uint32_t program[3], const struct nfs_fh *fh)
{
    struct fattr attr;
    call_begin(c, &c->call[0], name, program, save_reply);
    put_fh(c, fh);
    call_end(c);
    struct xdr x = sync_wait(c);
    expect_ok(&c->call[0], &x);
    get_post_op_attr(&x, &attr);
    return x;
}

void sync_readlink(struct conn *c, const struct nfs_fh *fh, char target[NFS3_PATH_MAX + 1])
{
    uint32_t length;
    struct xdr x = sync_with_fh(c, "READLINK", READLINK, fh);
    const uint8_t *text = get_opaque(&x, NFS3_PATH_MAX, &length);
    memcpy(target, text, length);
    target[length] = 0;
    end_of_reply(&x, "READLINK");
}

uint32_t fsinfo_rtmax(struct conn *c, const struct nfs_fh *root)
{
    struct xdr x = sync_with_fh(c, "FSINFO", FSINFO, root);
    return get32(&x);
}

static unsigned port_of(const char *host, const uint32_t program[3])
{
    struct conn c;
    conn_open(&c, host, PMAP_PORT, 1);
    call_begin(&c, &c.call[0], "GETPORT", GETPORT, save_reply);
    put32(&c, program[0]);
    put32(&c, program[1]);
    put32(&c, IPPROTO_TCP_NUMBER);
    put32(&c, 0);
    call_end(&c);
    struct xdr x = sync_wait(&c);
    const uint32_t port = get32(&x);
    conn_close(&c);
    if (port == 0 || port > 65535)
        die("the port mapper of %s has no TCP port for program %u version %u", host, program[0], program[1]);
    return port;
}

static const char *first_export(struct conn *c)
{
    static char path[NFS3_PATH_MAX + 1];
    uint32_t length;
    call_begin(c, &c->call[0], "EXPORT", EXPORT, save_reply);
    call_end(c);
    struct xdr x = sync_wait(c);
    if (!get_bool(&x))
        die("the server exports nothing");
    const uint8_t *text = get_opaque(&x, NFS3_PATH_MAX, &length);
    memcpy(path, text, length);
    path[length] = 0;
    return path;
}

void nfs_mount(struct server *server, struct nfs_fh *root)
{
    if (server->mount_port == 0)
        server->mount_port = port_of(server->host, MNT);
    if (server->nfs_port == 0)
        server->nfs_port = port_of(server->host, NULLPROC);
    struct conn c;
    conn_open(&c, server->host, server->mount_port, 1);
    if (server->path == NULL)
        server->path = first_export(&c);
    call_begin(&c, &c.call[0], "MNT", MNT, save_reply);
    put_opaque(&c, server->path, strlen(server->path));
    call_end(&c);
    struct xdr x = sync_wait(&c);
    const uint32_t status = get32(&x);
    if (status != 0)
        die("MNT %s: status %u MNT3ERR_%s", server->path, status, nfs_error(status));
    get_fh(&x, root);
    conn_close(&c);
}

/* ---- the tree ---- */

static void add_entry(struct tree *tree, size_t parent, const struct dir_entry *e)
{
    if (tree->count >= MAX_ENTRIES)
        die("more than %d entries: the listing does not end", MAX_ENTRIES);
    if ((tree->count & (tree->count - 1)) == 0) /* full: the capacity is always a power of two */
        tree->entry = grown(tree->entry, 2 * tree->count * sizeof *tree->entry);
    struct entry *added = &tree->entry[tree->count++];
    *added = (struct entry){.parent = parent, .name = strdup(e->name)};
    if (added->name == NULL)
        die("out of memory");
    if (e->has_fh && e->has_attr) {
        added->fh = e->fh;
        added->attr = e->attr;
    }
}

static void complete(struct conn *c, struct tree *tree, size_t first)
{
    for (size_t i = first; i < tree->count; i++) {
        struct entry *e = &tree->entry[i];
        if (e->fh.length > 0)
            continue;
        const uint32_t status = sync_lookup(c, &tree->entry[e->parent].fh, e->name, &e->fh, &e->attr);
        if (status != NFS3_OK)
            die("LOOKUP of %s, which was listed: status %u NFS3ERR_%s", e->name, status, nfs_error(status));
    }
}

static bool scan_page(struct conn *c, struct tree *tree, size_t dir, struct cookie *from)
{
    const size_t first = tree->count;
    const uint64_t before = from->cookie;
    struct dir_entry e;
    send_readdirplus(c, &c->call[0], &tree->entry[dir].fh, from, LISTING, save_reply);
    struct xdr x = sync_wait(c);
    get_dir_head(&c->call[0], &x, from);
    while (get_dir_entry(&x, true, &e)) {
        from->cookie = e.cookie;
        if (!is_dot(e.name))
            add_entry(tree, dir, &e);
    }
    const bool eof = get_bool(&x);
    end_of_reply(&x, "READDIRPLUS");
    if (!eof && from->cookie == before)
        die("READDIRPLUS: an empty page that is not the last");
    complete(c, tree, first);
    return !eof;
}

void scan_tree(struct conn *c, const struct nfs_fh *root, struct tree *tree)
{
    tree->entry = grown(NULL, sizeof *tree->entry);
    tree->entry[0] = (struct entry){.fh = *root, .name = strdup("")};
    tree->count = 1;
    sync_getattr(c, root, &tree->entry[0].attr);
    for (size_t dir = 0; dir < tree->count; dir++) {
        struct cookie from = {0};
        bool more = tree->entry[dir].attr.type == NF3DIR;
        while (more)
            more = scan_page(c, tree, dir, &from);
    }
}
