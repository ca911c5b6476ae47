# hosts: the tests with the real host programs of this image, except those of the suite photo.
set -eu
. /gate/steps.sh

test_with_hosts --ignore tests/darktable --ignore tests/digikam --ignore tests/readers
