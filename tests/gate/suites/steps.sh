# Shared by the suites, which run inside a machine. The change is /gate/work.bundle; the gate keeps
# the files in $EXIFILM_GATE_OUT with the run.

# Fewer rounds of the random tests; “make test” on the contributor's computer runs all of them.
export EXIFILM_ROUNDS=0.2

begun=$(date +%s)
step() { printf '\n== %s (after %s s)\n' "$*" $(($(date +%s) - begun)); }

# The summary lists a line of this form as a failed test.
fail() {
    printf 'FAILED %s\n' "$*"
    exit 1
}

clone() { git -c init.defaultBranch=main clone --quiet /gate/work.bundle "$1"; }

# Set up a clone, and run the tests marked `hosts`; the arguments are pytest's.
test_with_hosts() {
    step "clone and make setup"
    clone ~/exifilm
    cd ~/exifilm
    make setup || fail "make setup"

    step "tests with ${EXIFILM_GATE_HOSTS}"
    mkdir -p -m 700 /run/user/0
    export XDG_RUNTIME_DIR=/run/user/0
    .venv/bin/python -m pytest -m hosts -n auto --dist worksteal -p no:cacheprovider \
        --junitxml="$EXIFILM_GATE_OUT/hosts.xml" "$@" || exit $?
}

# Run the rest of the line as the machine's ordinary user, who is in no privileged group.
as_user() {
    setpriv --reuid photographer --regid photographer --init-groups --no-new-privs \
        env HOME=/home/photographer USER=photographer LOGNAME=photographer "$@"
}
