# Sets up a class as docs/teaching.md says, on the machine that own_machine.sh has made.
set -eu
cd /opt/lossviz
printf 'ada\nbob\n' > /etc/lossviz-learners
for name in $(cat /etc/lossviz-learners); do
  useradd --create-home --key HOME_MODE=0700 --shell /usr/sbin/nologin "$name"
done
useradd --create-home other
printf 'ada:of-ada\nbob:of-bob\nother:of-other\n' | chpasswd
export HOME=/root PYTHONPATH=/opt/lossviz
.venv-hub/bin/python -c \
  'from pathlib import Path; from tools.hub.running import class_repository as c; c(Path("/opt/class"))'
git config --system --add safe.directory /opt/class/.git
cat > /etc/lossviz-hub.env <<VALUES
CONFIGPROXY_AUTH_TOKEN=$(openssl rand -hex 32)
LOSSVIZ_HUB_LEARNERS=/etc/lossviz-learners
LOSSVIZ_HUB_REPOSITORY=/opt/class
LOSSVIZ_HUB_BRANCH=main
VALUES
chmod 600 /etc/lossviz-hub.env
cp hub/lossviz-*.service /etc/systemd/system
systemctl daemon-reload
systemctl start lossviz-proxy lossviz-hub
rm -f /run/nologin # a sign that the machine is still starting, which this one always is
.venv-hub/bin/python /srv/share/learners_on_own_machine.py || journalctl -u lossviz-hub --no-pager
