#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Installs what building and testing Penstock needs and this machine lacks. Does nothing, without network, when nothing is missing.
# Arguments are further packages. For Debian 12 and Ubuntu 24.04; elsewhere it says what is needed and leaves the rest to the packages you have.
set -eu

packages='ninja-build ccache pkg-config libfmt-dev nlohmann-json3-dev libboost-dev libcctz-dev libsqlite3-dev libtbb-dev libssl-dev
          libcli11-dev libgtest-dev libgmock-dev librapidcheck-dev tzdata'"${*:+ $*}"

id=unknown version=unknown like=
if [ -r /etc/os-release ]; then
  id=$(. /etc/os-release && echo "${ID:-unknown}")
  version=$(. /etc/os-release && echo "${VERSION_ID:-rolling}")
  like=$(. /etc/os-release && echo "${ID_LIKE:-}")
fi

case "$id $like" in
  *debian* | *ubuntu*) ;;
  *)
    echo "Penstock installs its dependencies by itself on Debian 12 and Ubuntu 24.04 only; this is $id $version." >&2
    echo "Please install the equivalents of these Debian packages: $(echo $packages)" >&2
    # The rest is looked for, and named when missing, by the configuration itself; without Ninja it cannot begin.
    command -v ninja > /dev/null || exit 1
    exit 0
    ;;
esac

missing=
for package in $packages; do
  if ! dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2> /dev/null | grep --quiet --line-regexp installed; then
    missing="$missing $package"
  fi
done
if [ -z "$missing" ]; then
  exit 0
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo > /dev/null; then
    echo "Penstock needs these packages, and there is no sudo to install them with. As root, please run:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends$missing" >&2
    exit 1
  fi
  as_root=sudo
fi

echo "Installing for Penstock:$missing"
# shellcheck disable=SC2086  # both are lists of words
$as_root env DEBIAN_FRONTEND=noninteractive sh -c '
  set -eu
  apt-get update --quiet --quiet
  apt-get install --yes --quiet --quiet --no-install-recommends -o Dpkg::Use-Pty=0 "$@" > /dev/null
' install $missing
