#!/bin/sh
# Installs what tests need besides Python, as far as it is missing: on Debian and Ubuntu, as root or with sudo.
set -eu

# Each line: a command that must be there, and the packages that bring it, the best first; "+" joins what belongs
# together. "font:zh" is a font for a language. LibreOffice is some 100 MB to load, 290 MB on disk, and 20 s.
wanted='
java openjdk-17-jre-headless openjdk-21-jre-headless
chromium chromium
node nodejs
soffice libreoffice-calc-nogui+libreoffice-writer-nogui libreoffice-calc+libreoffice-writer
pdftotext poppler-utils
fc-list fontconfig
font:zh fonts-noto-cjk fonts-wqy-zenhei
'

say() { echo "tests/debian.sh: $*"; }
there() {
  case $1 in
    font:*) command -v fc-list >/dev/null && [ -n "$(fc-list ":lang=${1#font:}")" ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

missing=$(echo "$wanted" | while read -r command packages; do
  [ -z "$command" ] || there "$command" || echo "$command $packages"
done)
if [ -z "$missing" ]; then
  say "everything is there"
  exit
fi
if ! command -v apt-get >/dev/null; then
  say "this is not Debian: install" $(echo "$missing" | cut -d ' ' -f 1) "yourself, or the tests that need it are left out"
  exit
fi

as_root apt-get update -qq
chosen=$(echo "$missing" | while read -r command packages; do
  for package in $packages; do
    if apt-cache show "${package%%+*}" >/dev/null 2>&1; then (IFS=+ && set -- $package && unset IFS && echo "$@"); break; fi
  done
done)
say "apt-get install" $chosen
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $chosen >/dev/null
