# photo: the tests with the real darktable and digiKam, and with files that the programs write.
set -eu
. /gate/steps.sh

test_with_hosts tests/darktable tests/digikam tests/readers
