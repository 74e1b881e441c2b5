#!/bin/bash
# Starts systemd in namespaces of its own, on a copy of this machine's files that is thrown away:
# accounts, units and homes that the job makes are never on the machine itself.
#
#   unshare --mount --net --pid --fork --cgroup --kill-child bash own_machine.sh ENVIRONMENT SHARE
#
# ENVIRONMENT: the virtual environment of make test-hub. SHARE: a folder with the job, for its results.
set -euo pipefail
environment=$1 share=$2 here=$(cd "$(dirname "$0")/../.." && pwd)

mount --make-rprivate /
layer=$(mktemp -d)
mount -t tmpfs none "$layer"
mkdir "$layer"/{up,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$layer/up,workdir=$layer/work" "$layer/root"
root=$layer/root
mount -t proc proc "$root/proc"
mount -t tmpfs none "$root/run"
mount -t tmpfs none "$root/tmp"
mount -t sysfs sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount --rbind /dev "$root/dev"
ip link set lo up

# As docs/teaching.md has it: the repository and its environment where everybody may read.
mkdir -p "$root/opt/lossviz" "$root/srv/share"
mount --bind "$share" "$root/srv/share"
cp -a "$environment" "$root/opt/lossviz/.venv-hub"
grep -lIr "^#!$environment" "$root/opt/lossviz/.venv-hub/bin" \
  | xargs sed -i "1s|$environment|/opt/lossviz/.venv-hub|"
tar c -C "$here" hub tools notebooks benchmarks lossviz | tar x -C "$root/opt/lossviz"
# The Python that the environment was made of may lie in a home that is closed.
folder=$("$environment/bin/python" -c 'import sys; print(sys.base_prefix)')
while [ "$folder" != / ]; do
  chmod o+rx "$root$folder"
  folder=$(dirname "$folder")
done

# Nothing of this machine's own is started: no device, no mount, no setting of the kernel.
units=$root/etc/systemd/system
for name in sysinit basic; do
  rm -f "$units/$name.target"
  printf '[Unit]\nDefaultDependencies=no\n' > "$units/$name.target"
done
printf '[Unit]\nDefaultDependencies=no\nRequires=class.service\n' > "$units/class.target"
cat > "$units/class.service" <<'UNIT'
[Unit]
DefaultDependencies=no
SuccessAction=exit-force
FailureAction=exit-force
[Service]
Type=oneshot
ExecStart=/bin/bash /srv/share/job.sh
StandardOutput=file:/srv/share/said
StandardError=file:/srv/share/said
UNIT
rm -f "$root/etc/machine-id"
echo 0123456789abcdef0123456789abcdef > "$root/etc/machine-id"
container=lossviz exec chroot "$root" "$(command -v /lib/systemd/systemd /usr/lib/systemd/systemd | head -1)" \
  --system --unit=class.target --show-status=no
