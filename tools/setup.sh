#!/bin/sh
# Set up ExiFilm in this work tree: the programs it calls, and the virtual environment .venv.
#
#   tools/setup.sh use        what is needed to use ExiFilm (and for `make demo`)
#   tools/setup.sh work       that, and what is needed to work on it (`make test`)
#   tools/setup.sh measure    that, and what is needed to measure it (`make bench`)
#
# It looks first and installs only what is missing, so that a second run takes no time. On Debian
# and Ubuntu it installs programs through apt, as root or with sudo.
# Elsewhere it prints the command to run, and ends with status 1.
set -eu

cd "$(dirname "$0")/.."
scope=${1:-work}
case $scope in
    use | work | measure) ;;
    *)
        echo "usage: tools/setup.sh use|work|measure" >&2
        exit 2
        ;;
esac

# --- What is needed, and what each system calls it ("-": done without there) ---------------
# what      | Debian, Ubuntu               | Fedora                  | Arch                | Homebrew
needs_to_use="
python      | python3 python3-venv         | python3                 | python              | python
exiftool    | libimage-exiftool-perl       | perl-Image-ExifTool     | perl-image-exiftool | exiftool
gs          | ghostscript                  | ghostscript             | ghostscript         | ghostscript
fonts       | fontconfig fonts-dejavu-core | fontconfig dejavu-fonts-all | fontconfig ttf-dejavu | fontconfig
"
# For the tests: viewers, which have to show a record; and a desktop without a screen for the window.
needs_to_work="
exiv2       | exiv2                        | exiv2                   | exiv2               | exiv2
exif        | exif                         | exif                    | -                   | exif
identify    | imagemagick                  | ImageMagick             | imagemagick         | imagemagick
pdftoppm    | poppler-utils                | poppler-utils           | poppler             | poppler
gtk         | python3-gi python3-gi-cairo gir1.2-gtk-3.0 adwaita-icon-theme librsvg2-common | python3-gobject gtk3 | python-gobject python-cairo gtk3 | -
vips        | gir1.2-vips-8.0              | -                       | -                   | -
msgfmt      | gettext                      | gettext                 | gettext             | gettext
atspi       | at-spi2-core gir1.2-atspi-2.0 | at-spi2-core           | at-spi2-core        | -
xvfb-run    | xvfb xauth                   | xorg-x11-server-Xvfb    | xorg-server-xvfb    | -
dbus-run-session | dbus                    | dbus-daemon             | dbus                | -
xdotool     | xdotool                      | xdotool                 | xdotool             | -
openbox     | openbox                      | openbox                 | openbox             | -
desktop-file-validate | desktop-file-utils | desktop-file-utils      | desktop-file-utils  | -
appstreamcli | appstream                   | appstream               | appstream           | -
"
# For the benchmark: libexiv2, against which reading is measured.
needs_to_measure="
g++         | g++                          | gcc-c++                 | gcc                 | -
libexiv2    | libexiv2-dev                 | exiv2-devel             | exiv2               | exiv2
"

# Prints the first Python that will do: new enough, and able to make virtual environments
# (Debian's has no ensurepip until python3-venv is there).
find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    return 1
}

have() {
    case $1 in
        python) find_python >/dev/null ;;
        # A font with more than Latin letters: the form prints whatever script a note is in.
        fonts) [ -n "$(fc-list :lang=ru:lang=el:lang=ar family 2>/dev/null)" ] ;;
        gtk) introspected Gtk 3.0 ;;
        vips) introspected Vips 8.0 ;;
        atspi) introspected Atspi 2.0 ;;
        libexiv2) echo '#include <exiv2/exiv2.hpp>' | g++ -E -x c++ - >/dev/null 2>&1 ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# Whether the system's own Python has that library of GTK's family.
introspected() {
    for python in /usr/bin/python3 python3; do
        "$python" -c "import gi, cairo; gi.require_version('$1', '$2')" 2>/dev/null && return
    done
    return 1
}

system=what
for manager in apt-get=debian dnf=fedora pacman=arch brew=homebrew; do
    ! command -v "${manager%=*}" >/dev/null || { system=${manager#*=} && break; }
done

# Prints what is missing: "what", or the "packages" that provide it on this system.
missing() {
    needs=$needs_to_use
    [ "$scope" = use ] || needs=$needs$needs_to_work
    [ "$scope" != measure ] || needs=$needs$needs_to_measure
    # shellcheck disable=SC2046,SC2034 # words, on purpose; and a name for each column
    set -- $(echo "$needs" | while IFS='|' read -r what debian fedora arch homebrew; do
        what=${what%% *}
        eval "packages=\$$system"
        case $packages in
            *[!\ -]*) have "$what" || eval "echo \$$1" ;; # anything but a "-", or nothing
        esac
    done)
    echo "$*"
}

say_and_stop() {
    echo >&2
    echo "ExiFilm needs programs that are not installed yet: $(missing what)" >&2
    echo "$1" >&2
    [ $# -lt 2 ] || printf '\n    %s\n\n' "$2" >&2
    exit 1
}

# --- Programs ------------------------------------------------------------------------------
if [ -n "$(missing what)" ]; then
    packages=$(missing packages)
    asked="Please run this, then the same make again:"
    case $system in
        debian) ;;
        fedora) say_and_stop "$asked" "sudo dnf install $packages" ;;
        arch) say_and_stop "$asked" "sudo pacman -S --needed $packages" ;;
        homebrew) say_and_stop "$asked" "brew install $packages" ;;
        *) say_and_stop "Please install them, then run the same make again." ;;
    esac
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    elif command -v sudo >/dev/null && [ -t 0 ]; then
        as_root=sudo # which asks for the password on the terminal
    else
        say_and_stop "Please run this as root (with sudo, for example), then the same make again:" \
            "apt-get update && apt-get install $packages"
    fi
    echo "Installing $packages"
    mkdir -p build
    # shellcheck disable=SC2086 # words, on purpose
    if ! { $as_root apt-get update &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install --yes --no-install-recommends $packages; } \
        >build/apt.log 2>&1 </dev/null; then
        tail -n 5 build/apt.log >&2
        say_and_stop "apt failed; its messages are in build/apt.log. The command was:" \
            "apt-get update && apt-get install $packages"
    fi
    [ -z "$(missing what)" ] ||
        say_and_stop "This system's packages do not provide them (Python must be 3.11 or newer)."
fi

[ "$scope" != measure ] || scope=work # which has the same Python packages

# --- The virtual environment ---------------------------------------------------------------
# The stamp's lines are what .venv was made for, where, and from what. If none of them changed there
# is nothing to do. A .venv for work is good for use too.
where=$(pwd)
from="$(cksum <pyproject.toml) $(cksum <tools/setup.sh)"
stamp=.venv/made-from

stamped() { [ "$(sed -n "$1p" "$stamp" 2>/dev/null)" = "$2" ]; }

working() { .venv/bin/python -c '' 2>/dev/null && stamped 2 "$where"; }

if working && stamped 3 "$from" && { stamped 1 work || stamped 1 "$scope"; }; then
    exit 0
fi
! stamped 1 work || scope=work
working || "$(find_python)" -m venv --clear .venv
echo "Setting up .venv ($(.venv/bin/python --version))"
what=.
[ "$scope" = use ] || what='.[dev]'
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable "$what" </dev/null || {
    echo "pip could not install the Python packages; see above. Is there a network connection?" >&2
    exit 1
}
printf '%s\n' "$scope" "$where" "$from" >"$stamp"
