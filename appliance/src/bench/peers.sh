# Sourced by the benchmarks and ./test: packages of servers that are not to run on this machine.
# shellcheck shell=bash

policy=/usr/sbin/policy-rc.d

# Installing a server package starts its service. Benchmarks and tests start their own, in namespaces of theirs: the
# machine's must stay as they were, now (policy-rc.d) and after the next boot (disable).
install_without_starting() {
  local missing package units
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  need_packages "$@"
  for package in $missing; do
    case $package in
      rpcbind) units='rpcbind.socket rpcbind.service' ;;
      nfs-ganesha | isc-dhcp-server | kea-dhcp4-server | knot | nsd) units=$package.service ;;
      bind9) units=named.service ;;
      *) continue ;;
    esac
    # shellcheck disable=SC2086
    systemctl disable $units >/dev/null 2>&1 || true
  done
  if [ -n "$(trap -p EXIT)" ]; then rm -f "$policy"; fi
}
