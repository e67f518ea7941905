# Sourced by ./comosix and ./test: installs Debian packages that are missing, and says which and why.
# shellcheck shell=bash

# Colour only on a terminal.
if [ -t 2 ]; then bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' plain=$'\e[0m'; else bold='' dim='' red='' plain=''; fi

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "${red}comosix: $1${plain}"
  exit "${2:-1}"
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" = 'ii ' ]; }

# bar PERCENT TEXT: one line that is drawn over on a terminal; elsewhere one line whenever more than a number changes.
bar_text=''
bar() {
  local percent=$1 text=$2 filled
  if [ -t 2 ]; then
    filled=$((percent * 24 / 100))
    printf '\r\e[K  [%s%s] %3d %%  %.60s' "$(printf '%*s' "$filled" '' | tr ' ' '#')" "$(printf '%*s' $((24 - filled)) '' | tr ' ' '-')" "$percent" "$text" >&2
  elif [ "${text//[0-9]/}" != "$bar_text" ]; then
    say "  $text"
  fi
  bar_text=${text//[0-9]/}
}
bar_done() { if [ -t 2 ]; then printf '\r\e[K' >&2; fi; }

# missing_packages "package|why" ...: prints the packages that are not installed.
missing_packages() {
  local line
  for line in "$@"; do
    installed "${line%%|*}" || printf '%s ' "${line%%|*}"
  done
}

# need_packages "package|why" ...: installs those that are missing.
need_packages() {
  local missing line package
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || fail "needs the Debian packages $missing and finds no apt-get to install them" 69
  [ "$(id -u)" = 0 ] || fail "needs root to install the packages $missing- run it with sudo" 77
  say "${bold}Packages${plain} to install with apt:"
  for line in "$@"; do
    package=${line%%|*}
    case " $missing" in *" $package "*) printf '  %-28s %s%s%s\n' "$package" "$dim" "${line#*|}" "$plain" >&2 ;; esac
  done
  apt_get update
  # shellcheck disable=SC2086
  apt_get install $missing
}

# apt_get update|install ...: with a progress bar. apt writes "dlstatus:4:31.5:Retrieving file 4 of 12" and
# "pmstatus:openssl:40.0:Unpacking openssl" to the descriptor it is given: retrieving is shown as the first half of the
# way, unpacking and configuring as the second.
apt_get() {
  local log status
  log=$(mktemp)
  bar 0 "apt-get $1"
  if { DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends -o APT::Status-Fd=3 \
    -o DPkg::Lock::Timeout=120 "$@" 3>&1 >"$log" 2>&1 </dev/null || echo failed; } | apt_bar; then
    status=0
  else
    status=1
    bar_done
    tail -n 20 "$log" >&2
  fi
  bar_done
  rm -f "$log"
  [ "$status" = 0 ] || [ "$1" = update ] || fail "apt-get $1 failed; above are its last lines" 69
}

apt_bar() {
  local kind percent text
  while IFS=: read -r kind _ percent text; do
    case $kind in
      dlstatus) bar $((${percent%%.*} / 2)) "${text:-downloading}" ;;
      pmstatus) bar $((50 + ${percent%%.*} / 2)) "${text:-installing}" ;;
      failed) return 1 ;;
    esac
  done
}

# What building the jar takes.
# shellcheck disable=SC2034
packages_build=(
  "maven|builds the jar"
)
# A JDK of the machine's own choice is as good as Debian's.
command -v javac >/dev/null || packages_build+=("openjdk-17-jdk-headless|compiles and runs it")

# What an image build takes.
# shellcheck disable=SC2034
packages_image=(
  "mmdebstrap|builds the node's Debian root file system"
  "debian-archive-keyring|checks the signatures of Debian's packages"
  "zstd|packs the initramfs"
)

# What the virtual lab takes.
# shellcheck disable=SC2034
packages_lab=(
  "iproute2|network namespaces, switch and cables of the lab"
  "qemu-system-x86|the node: a PC made of software"
  "ipxe-qemu|the node's network boot ROM"
  "ipxe|boot loaders for PCs whose ROM is not iPXE"
  "openssh-client|logs in to the node to see for itself"
  "bind9-dnsutils|dig: asks the appliance's DNS from outside"
)
