# hosts: the tests marked `hosts`, with the real host programs of this image.
set -eu
. /gate/steps.sh

step "clone and make setup"
clone ~/exifilm
cd ~/exifilm
make setup || fail "make setup"

step "tests with ${EXIFILM_GATE_HOSTS}"
mkdir -p -m 700 /run/user/0
export XDG_RUNTIME_DIR=/run/user/0
.venv/bin/python -m pytest -m hosts -n auto --dist worksteal -p no:cacheprovider \
    --junitxml="$EXIFILM_GATE_OUT/hosts.xml" || exit $?
