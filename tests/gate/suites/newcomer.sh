# newcomer: the README's steps, by a user who has only git and make.
#
# First an ordinary user without sudo, to whom make must print the packages to ask for. Then root,
# for whom make installs them. Then the ordinary user again, with the packages installed.
set -eu
. /gate/steps.sh

user=/home/photographer

clone_as_user() {
    as_user git -c init.defaultBranch=main clone --quiet /gate/work.bundle "$1"
}

step "ordinary user, nothing installed: is told what to ask for"
clone_as_user $user/first
before=$(apt-mark showmanual | sort)
for target in demo test; do
    if as_user make -C $user/first $target >/gate/told-$target 2>&1; then
        cat /gate/told-$target
        fail "make $target claims to work for an ordinary user on a bare machine"
    fi
    cat /gate/told-$target
    grep -oE 'apt(-get)? install( +-[^ ]+)*( +[a-z0-9][a-z0-9.+-]*)+' /gate/told-$target >>/gate/told ||
        fail "make $target does not tell an ordinary user which packages to install"
done
packages=$(sed 's/.*install//' /gate/told | tr ' ' '\n' | grep -v '^-' | sort -u)

step "root: make demo"
clone ~/exifilm
make -C ~/exifilm demo >/gate/demo 2>&1 || { cat /gate/demo; fail "make demo as root"; }
cat /gate/demo
tail -n 5 /gate/demo | grep -q "exifilm edit " || fail "make demo does not say how to open the window"
cp ~/exifilm/build/demo/*.png ~/exifilm/build/demo/*.pdf "$EXIFILM_GATE_OUT" ||
    fail "make demo made nothing to look at"

# The suite core runs the complete test suite on such a machine, from “make test” alone.
step "root: make quick"
make -C ~/exifilm quick || fail "make quick as root"

step "what was told is what was needed"
for package in $packages; do
    dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Version}\n' "$package" ||
        fail "an ordinary user is told to install $package, which root did without"
done
for package in $(apt-mark showmanual | sort); do
    case " $(echo $before $packages) " in
    *" $package "*) ;;
    *) fail "root got $package installed, which an ordinary user is not told of" ;;
    esac
done

step "ordinary user, the packages installed: make demo"
clone_as_user $user/exifilm
as_user make -C $user/exifilm demo || fail "make demo as an ordinary user"

# For an ordinary user, permissions and installations into a home may differ from root's.
step "ordinary user: make test, of what depends on who one is"
as_user env PYTEST_ADDOPTS="tests/commands/test_bad_input.py tests/commands/test_doctor.py \
    tests/commands/test_exchange.py tests/commands/test_kit.py tests/commands/test_start.py \
    tests/commands/test_wrong_inputs.py tests/desktop tests/index/test_processes.py tests/kit \
    tests/setup tests/tagset tests/scans/test_bad_input.py tests/scans/test_faults.py \
    tests/scans/test_file_systems.py tests/scans/test_atomic.py" make -C $user/exifilm test ||
    fail "make test as an ordinary user"

step "ordinary user: the README's commands, pasted in order into one shell"
as_user $user/exifilm/.venv/bin/python $user/exifilm/tests/setup/pasted.py ||
    fail "the README's commands, pasted"
