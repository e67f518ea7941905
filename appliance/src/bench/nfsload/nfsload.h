/* The parts of the load client: the measured loads, and the comparison with a local tree. */
#ifndef NFSLOAD_H
#define NFSLOAD_H

#include <sys/types.h>

#include "nfs3.h"

struct options {
    struct server server;
    const char *big;      /* the file seq and rand read, a path below the export */
    double seconds;       /* length of each test */
    uint64_t max_items;   /* a test ends earlier after so many; 0: no limit */
    pid_t server_pid;     /* 0: the server's CPU time is not known */
    const char *verify;   /* the local tree to compare with, or NULL */
    uint64_t seed;
};

/* Runs the test called `name` ("seq64K-c1", "walk-c8-o4"); prints one line of JSON. */
void run_load(const struct options *options, const struct nfs_fh *root, const char *name);

/* Dies with a message unless `name` is the name of a test. */
void check_load_name(const char *name);

/* Compares the export with the tree at options->verify; prints one line of JSON; returns the number of differences. */
uint64_t verify(const struct options *options, const struct nfs_fh *root);

#endif
