# The first process of a machine: mounts its disk, leaves the computer's file system, and runs the
# command. When it ends, the kernel ends all processes and removes all mounts of its namespaces.
#
#     sh inside.sh STATE LOWER MACHINE OPTIONS HOSTNAME COMMAND…
#
# LOWER and MACHINE are relative to STATE, because ':' and ',' are special to overlayfs.
set -eu
cd "$1"
lower=$2 machine=$3 options=$4 hostname=$5
shift 5

# overlayfs's mark of an earlier use with `volatile`. The machine's files are complete all the same.
find "$machine/work" -mindepth 1 -delete
mount -t overlay -o "lowerdir=$lower,upperdir=$machine/upper,workdir=$machine/work$options" \
    gate "$machine/root"
cd "$machine/root"
mount -t proc proc proc
mount -t tmpfs -o mode=755 gate run

# Separate devices: the machine has no access to the computer's shared memory or terminals.
mount -t tmpfs -o mode=755 gate dev
for device in null zero full random urandom tty; do
    : >"dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777 gate dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr

mkdir -p gate/out
chmod 1777 gate/out
hostname "$hostname" 2>/dev/null || echo "$hostname" >/proc/sys/kernel/hostname
pivot_root . mnt
cd /
umount -l /mnt

status=0
"$@" || status=$?
exit "$status"
