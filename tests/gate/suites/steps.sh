# What the suites share. Run inside a machine; the change is /gate/work.bundle, and whatever is
# put into $EXIFILM_GATE_OUT is kept with the run.

# What chance decides is tried in full by “make test” where the change was made.
export EXIFILM_ROUNDS=0.2

begun=$(date +%s)
step() { printf '\n== %s (after %s s)\n' "$*" $(($(date +%s) - begun)); }

# A line of this form is listed in the summary as a failed test.
fail() {
    printf 'FAILED %s\n' "$*"
    exit 1
}

clone() { git -c init.defaultBranch=main clone --quiet /gate/work.bundle "$1"; }

# The rest of the line as the machine's ordinary user, who is in no group that may do more.
as_user() {
    setpriv --reuid photographer --regid photographer --init-groups --no-new-privs \
        env HOME=/home/photographer USER=photographer LOGNAME=photographer "$@"
}
