# core: the complete test suite with this release's own Python and ExifTool.
set -eu
. /gate/steps.sh

step "clone"
clone ~/exifilm
cd ~/exifilm

step "make setup"
make setup || fail "make setup"

step "make test with $(python3 --version), ExifTool $(exiftool -ver)"
make test || fail "make test"
