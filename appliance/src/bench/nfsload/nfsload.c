/*
 * nfsload: measures an NFS version 3 server over TCP, or compares what it serves with a local tree.
 * One thread; many requests outstanding on each connection; the data of READ replies is dropped in the kernel.
 */
#include "nfsload.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "usage: nfsload [options] TEST…\n"
    "       nfsload [options] --verify LOCALTREE\n"
    "\n"
    "TEST is a kind, -cN connections (1) and -oN calls outstanding on each (32; seq 16, from 1M on 8):\n"
    "  seqSIZE   READs of SIZE (64K, 1M) of the big file, in order, each connection from its own point\n"
    "  randSIZE  READs of SIZE at random places of the big file\n"
    "  small     LOOKUP, ACCESS and READ of every regular file of 1 to 65535 bytes\n"
    "  walk      LOOKUP and GETATTR of every entry of the tree\n"
    "  readdir   READDIRPLUS of every directory; counts entries without . and ..\n"
    "  null, getattr\n"
    "for example: nfsload --host 127.0.0.1 --path /rootfs seq64K-c1 rand4K-c8 small-c8 walk-c8 readdir-c1\n"
    "Each prints one line of JSON. Every reply is checked; the first wrong one ends the program with status 2.\n"
    "\n"
    "  --host ADDRESS    numeric address of the server (127.0.0.1)\n"
    "  --nfs-port N      instead of asking the port mapper\n"
    "  --mount-port N    instead of asking the port mapper\n"
    "  --path PATH       what to mount (the first path that MOUNT's EXPORT lists)\n"
    "  --big FILE        path below the export of the file seq and rand read (big.bin)\n"
    "  --seconds S       length of each test (1), at most 600\n"
    "  --max-items N     end a test after N items (readdir: directories) at the latest\n"
    "  --uid N --gid N   who asks (0, 0)\n"
    "  --server-pid PID  also report the server's CPU time, and what other processes took\n"
    "  --seed N          for the random places (1)\n"
    "  --verify DIR      compare names, attributes, links and all data with DIR; status 1 when something differs\n";

enum { HOST = 256, NFS_PORT, MOUNT_PORT, EXPORT_PATH, BIG, SECONDS, MAX_ITEMS, UID, GID, SERVER_PID, SEED, VERIFY };

static const struct option long_options[] = {
    {"host", required_argument, NULL, HOST},           {"nfs-port", required_argument, NULL, NFS_PORT},
    {"mount-port", required_argument, NULL, MOUNT_PORT}, {"path", required_argument, NULL, EXPORT_PATH},
    {"big", required_argument, NULL, BIG},             {"seconds", required_argument, NULL, SECONDS},
    {"max-items", required_argument, NULL, MAX_ITEMS}, {"uid", required_argument, NULL, UID},
    {"gid", required_argument, NULL, GID},             {"server-pid", required_argument, NULL, SERVER_PID},
    {"seed", required_argument, NULL, SEED},           {"verify", required_argument, NULL, VERIFY},
    {"help", no_argument, NULL, 'h'},                  {NULL, 0, NULL, 0}};

static uint64_t whole(const char *text, uint64_t max)
{
    char *end;
    const unsigned long long value = strtoull(text, &end, 10);
    if (end == text || *end != 0 || value > max)
        die("%s: a whole number up to %llu is expected", text, (unsigned long long)max);
    return value;
}

static double seconds(const char *text)
{
    char *end;
    const double value = strtod(text, &end);
    if (end == text || *end != 0 || !(value > 0 && value <= 600))
        die("%s: seconds above 0 and up to 600 are expected", text);
    return value;
}

int main(int argc, char **argv)
{
    struct options o = {.server = {.host = "127.0.0.1"}, .big = "big.bin", .seconds = 1, .seed = 1};
    uint32_t uid = 0, gid = 0;
    int option;
    while ((option = getopt_long(argc, argv, "h", long_options, NULL)) != -1)
        switch (option) {
        case HOST: o.server.host = optarg; break;
        case NFS_PORT: o.server.nfs_port = (unsigned)whole(optarg, 65535); break;
        case MOUNT_PORT: o.server.mount_port = (unsigned)whole(optarg, 65535); break;
        case EXPORT_PATH: o.server.path = optarg; break;
        case BIG: o.big = optarg; break;
        case SECONDS: o.seconds = seconds(optarg); break;
        case MAX_ITEMS: o.max_items = whole(optarg, UINT64_MAX); break;
        case UID: uid = (uint32_t)whole(optarg, UINT32_MAX); break;
        case GID: gid = (uint32_t)whole(optarg, UINT32_MAX); break;
        case SERVER_PID: o.server_pid = (pid_t)whole(optarg, INT32_MAX); break;
        case SEED: o.seed = whole(optarg, UINT32_MAX); break;
        case VERIFY: o.verify = optarg; break;
        case 'h': fputs(usage, stdout); return 0;
        default: fputs("nfsload: --help explains the options\n", stderr); return 2;
        }
    if ((optind == argc) == (o.verify == NULL))
        die("either tests or --verify must be given (--help)");
    for (int i = optind; i < argc; i++)
        check_load_name(argv[i]);

    struct nfs_fh root;
    rpc_identity(uid, gid);
    nfs_mount(&o.server, &root);
    if (o.verify != NULL)
        return verify(&o, &root) == 0 ? 0 : 1;
    for (int i = optind; i < argc; i++)
        run_load(&o, &root, argv[i]);
    return 0;
}
