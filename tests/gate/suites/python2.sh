# python2: Python 2.7 compiles the files that must run under it, and runs their tests.
# Such a file has python2 in its first line; a test's name is test_….
set -eu
. /gate/steps.sh

step "clone; $(python2.7 --version 2>&1)"
clone ~/exifilm
cd ~/exifilm

all=$(git ls-files '*.py' | wc -l)
files=$(git ls-files '*.py' | while read -r file; do
    head -n 1 "$file" | grep -q '^#!.*python2' && echo "$file"
done || true)
if [ -z "$files" ]; then
    echo "python2: of $all Python files none names python2 in its first line: nothing to compile"
    exit 5
fi

passed=0
for file in $files; do
    python2.7 -m py_compile "$file" || fail "$file does not compile"
    echo "compiled $file"
    passed=$((passed + 1))
done
for file in $files; do
    case "$(basename "$file")" in
    test_*)
        python2.7 "$file" || fail "$file"
        passed=$((passed + 1))
        ;;
    esac
done
echo "python2: $passed passed"
