/* What of NFS version 3 and MOUNT version 3 (RFC 1813) and of portmap version 2 (RFC 1833) the load client speaks. */
#ifndef NFS3_H
#define NFS3_H

#include "rpc.h"

enum { NFS3_OK = 0, NFS3ERR_NOENT = 2, NF3REG = 1, NF3DIR = 2, NF3BLK = 3, NF3CHR = 4, NF3LNK = 5 };
enum { ACCESS3_READ = 1, NFS3_NAME_MAX = 255, NFS3_PATH_MAX = 4096, LISTING = 64 << 10 /* READDIRPLUS maxcount */ };

struct nfs_fh {
    uint32_t length;
    uint8_t data[64];
};

struct fattr {
    uint32_t type, mode, nlink, uid, gid;
    uint64_t size, used;
    uint32_t rdev_major, rdev_minor;
    uint64_t fsid, fileid;
    uint32_t atime[2], mtime[2], ctime[2]; /* seconds, nanoseconds */
};

struct server {
    const char *host;
    unsigned nfs_port;   /* 0: ask the port mapper */
    unsigned mount_port; /* 0: ask the port mapper */
    const char *path;    /* NULL: the first that MOUNT's EXPORT lists */
};

/* One object of the exported tree. Entry 0 is the root; a parent always comes before its children. */
struct entry {
    size_t parent;
    char *name;
    struct nfs_fh fh;
    struct fattr attr;
};

struct tree {
    struct entry *entry;
    size_t count;
};

struct dir_entry {
    uint64_t fileid;
    uint64_t cookie;
    char name[NFS3_NAME_MAX + 1];
    bool has_attr, has_fh;
    struct fattr attr;
    struct nfs_fh fh;
};

const char *nfs_error(uint32_t status);

/* Arguments: each starts a call in a free slot; conn_flush or the return to rpc_drain sends it. */
void send_null(struct conn *c, struct call *k, reply_fn *done);
void send_getattr(struct conn *c, struct call *k, const struct nfs_fh *fh, reply_fn *done);
void send_lookup(struct conn *c, struct call *k, const struct nfs_fh *dir, const char *name, reply_fn *done);
void send_access(struct conn *c, struct call *k, const struct nfs_fh *fh, uint32_t wanted, reply_fn *done);
void send_read(struct conn *c, struct call *k, const struct nfs_fh *fh, uint64_t offset, uint32_t count, bool drop,
               reply_fn *done);
struct cookie {
    uint64_t cookie;
    uint64_t verifier; /* eight opaque bytes */
};
void send_readdirplus(struct conn *c, struct call *k, const struct nfs_fh *dir, const struct cookie *from,
                      uint32_t maxcount, reply_fn *done);
void send_readdir(struct conn *c, struct call *k, const struct nfs_fh *dir, const struct cookie *from, uint32_t count,
                  reply_fn *done);

/* Results. expect_ok dies unless the status is NFS3_OK. */
void expect_ok(const struct call *k, struct xdr *x);
void get_fh(struct xdr *x, struct nfs_fh *fh);
void get_fattr(struct xdr *x, struct fattr *attr);
bool get_post_op_attr(struct xdr *x, struct fattr *attr);

struct read_result {
    uint32_t count;
    bool eof;
    const uint8_t *data; /* NULL when the data was dropped */
};
struct read_result get_read(const struct call *k, struct xdr *x);
void get_lookup(const struct call *k, struct xdr *x, struct nfs_fh *fh, struct fattr *attr);

/* READDIR and READDIRPLUS: get_dir_head, get_dir_entry until false, get_dir_eof. */
void get_dir_head(const struct call *k, struct xdr *x, struct cookie *cookie);
bool get_dir_entry(struct xdr *x, bool plus, struct dir_entry *e);

/* One call, waited for. */
uint32_t sync_lookup(struct conn *c, const struct nfs_fh *dir, const char *name, struct nfs_fh *fh,
                     struct fattr *attr);
void sync_getattr(struct conn *c, const struct nfs_fh *fh, struct fattr *attr);
void sync_readlink(struct conn *c, const struct nfs_fh *fh, char target[NFS3_PATH_MAX + 1]);
uint32_t fsinfo_rtmax(struct conn *c, const struct nfs_fh *root);

/* Fills in what is 0 or NULL, and mounts. */
void nfs_mount(struct server *server, struct nfs_fh *root);

/* Lists everything below the root with READDIRPLUS; what it left out is asked for with LOOKUP. */
void scan_tree(struct conn *c, const struct nfs_fh *root, struct tree *tree);
bool is_dot(const char *name); /* "." or ".." */

#endif
