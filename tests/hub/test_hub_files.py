"""What stands in hub/, without running it: pins, secrets, limits, and what is denied."""

import json
import os
import re
import subprocess
import textwrap
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from traitlets.config.loader import PyFileConfigLoader

yaml = pytest.importorskip("yaml", reason="PyYAML, which Jupyter brings, is not installed")

ROOT = Path(__file__).resolve().parents[2]
HUB = ROOT / "hub"
TEACHING = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
GIGABYTES = {"G": 1.0, "M": 1 / 1024}


def requirements(path):
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {r.name: r for r in map(Requirement, (w for w in lines if w and w[0] not in "-."))}


def values(name):
    return yaml.safe_load((HUB / name).read_text(encoding="utf-8"))


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """What a class must say itself."""
    (tmp_path / "learners").write_text("# a class\nAda\n\n bob # sits behind\n", encoding="utf-8")
    said = {
        "LOSSVIZ_HUB_LEARNERS": str(tmp_path / "learners"),
        "LOSSVIZ_HUB_REPOSITORY": "https://example.org/class.git",
        "LOSSVIZ_HUB_BRANCH": "autumn term",
        "LOSSVIZ_HUB_TEACHERS": "tea",
        "CONFIGPROXY_AUTH_TOKEN": "secret",
        "STATE_DIRECTORY": str(tmp_path),
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    return said


def config():
    return PyFileConfigLoader("jupyterhub_config.py", path=str(HUB)).load_config()


# ---------------------------------------------------------------- one machine


def test_the_class_list_says_who_may_come_in_and_nobody_else_may(settings):
    read = config()
    assert read.Authenticator.allowed_users == {"ada", "bob"}
    assert read.Authenticator.admin_users == {"tea"}
    assert read.Authenticator.allow_all is False
    assert "admin_access" not in read.JupyterHub


def test_everything_listens_on_this_machine(settings):
    read, unit = config(), (HUB / "lossviz-proxy.service").read_text(encoding="utf-8")
    for address in (
        read.JupyterHub.bind_url,
        read.JupyterHub.hub_bind_url,
        read.ConfigurableHTTPProxy.api_url,
    ):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
    assert "--ip 127.0.0.1 --port 8000 --api-ip 127.0.0.1 --api-port 8001" in unit
    assert "http://127.0.0.1:8081/" in unit


def test_a_server_begins_with_the_newest_edition_in_a_folder_that_is_not_the_package(settings):
    link = config().Spawner.default_url
    assert link.startswith(
        "/git-pull?repo=https%3A%2F%2Fexample.org%2Fclass.git&branch=autumn+term"
    )
    assert "targetPath=losses&" in link
    assert not (ROOT / "losses").exists()
    assert (ROOT / link.partition("losses%2F")[2].replace("%2F", "/")).is_file()


@pytest.mark.parametrize(
    "name",
    [
        "LOSSVIZ_HUB_LEARNERS",
        "LOSSVIZ_HUB_REPOSITORY",
        "LOSSVIZ_HUB_BRANCH",
        "CONFIGPROXY_AUTH_TOKEN",
    ],
)
def test_what_is_not_said_is_asked_for_by_name(settings, monkeypatch, name):
    monkeypatch.delenv(name)
    with pytest.raises(SystemExit, match=f"{name} is not set"):
        config()


@pytest.mark.parametrize("text", [None, "", "# nobody yet\n"])
def test_a_class_list_without_names_opens_the_door_to_nobody(settings, text):
    path = Path(settings["LOSSVIZ_HUB_LEARNERS"])
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=f"class list {re.escape(str(path))}"):
        config()


def test_jupyterhub_knows_every_setting(settings, tmp_path):
    pytest.importorskip("jupyterhub", reason="JupyterHub is not installed: make test-hub does it")
    from jupyterhub.app import JupyterHub
    from jupyterhub.auth import Authenticator
    from jupyterhub.proxy import ConfigurableHTTPProxy
    from jupyterhub.spawner import Spawner
    from systemdspawner import SystemdSpawner

    read = config()
    classes = (JupyterHub, Authenticator, ConfigurableHTTPProxy, Spawner, SystemdSpawner)
    own = {kind.__name__: kind for kind in classes}
    assert set(read) <= set(own)
    for name, settings_of in read.items():
        unknown = set(settings_of) - set(own[name].class_trait_names(config=True))
        assert unknown == set(), f"{name} has no {unknown}"


# ---------------------------------------------------------------- pins


def test_everything_is_pinned_within_the_ranges_of_the_learner():
    pins = requirements(HUB / "requirements.txt")
    for pin in pins.values():
        assert [s.operator for s in pin.specifier] == ["=="], pin
    for name, required in requirements(ROOT / "requirements.txt").items():
        (exact,) = pins[name].specifier
        assert required.specifier.contains(exact.version), f"{pins[name]} is not in {required}"


def test_the_image_has_the_versions_of_one_machine_and_what_it_copies_exists():
    dockerfile = (HUB / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^FROM python:\d+\.\d+\.\d+-\S+$", dockerfile, re.M)
    assert "-r hub/requirements.txt -r requirements.txt" in dockerfile
    assert "==" not in dockerfile
    admitted = (HUB / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    needed = {line[1:] for line in admitted if line.startswith("!")}
    assert all((ROOT / name).exists() for name in needed)
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(r"^(?:readme|license-files) = (.*)$", pyproject, re.M)
    assert set(re.findall(r'"([^"]+)"', "".join(named))) <= needed


def test_the_proxy_is_locked_to_what_package_json_says():
    asked = json.loads((HUB / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((HUB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in asked.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for path, package in locked.items() if path)


# ---------------------------------------------------------------- clusters


def on_a_cluster():
    return [
        ("zero-to-jupyterhub.yaml", values("zero-to-jupyterhub.yaml")),
        ("binderhub.yaml", values("binderhub.yaml")["jupyterhub"]),
    ]


@pytest.mark.parametrize(
    ("name", "chart"), on_a_cluster(), ids=lambda it: it if isinstance(it, str) else ""
)
def test_a_cluster_has_the_limits_of_one_machine_and_denies_as_much(settings, name, chart):
    one = config().Spawner
    learner, hub = chart["singleuser"], chart["hub"]["config"]
    assert learner["memory"]["limit"] == one.mem_limit
    assert learner["cpu"]["limit"] == one.cpu_limit
    assert hub["Spawner"]["http_timeout"] == one.http_timeout
    assert learner["startTimeout"] >= one.start_timeout
    command = " ".join(config().JupyterHub.services[0]["command"])
    assert f"--timeout={chart['cull']['timeout']} --cull-every={chart['cull']['every']}" in command
    assert hub["JupyterHub"] == {"authenticator_class": "native", "admin_access": False}
    assert hub["NativeAuthenticator"]["open_signup"] is False
    assert hub["Authenticator"] == {"allow_all": False, "allowed_users": [], "admin_users": []}
    assert learner["networkPolicy"]["enabled"] is True
    assert learner["allowPrivilegeEscalation"] is False


def test_the_volume_lies_where_the_image_has_its_home():
    home = values("zero-to-jupyterhub.yaml")["singleuser"]["storage"]["homeMountPath"]
    dockerfile = (HUB / "Dockerfile").read_text(encoding="utf-8")
    assert f"ENV HOME={home}" in dockerfile
    assert re.search(rf"useradd --uid 1000 --home-dir {home} ", dockerfile)
    # What lies in the home of the image, the volume hides.
    assert not re.search(rf"^COPY .* {home}", dockerfile, re.M)


def test_a_binder_builds_nothing_that_nobody_has_named():
    own = values("binderhub.yaml")["config"]
    assert own["BinderHub"]["auth_enabled"] is True
    assert own["GitHubRepoProvider"]["banned_specs"] == [".*"]


def blocks(language):
    """The blocks of docs/teaching.md that are a file of the teacher's."""
    found = re.findall(rf"^ *```{language}\n(\s*# class\.yaml.*?)^ *```$", TEACHING, re.M | re.S)
    return [yaml.safe_load(textwrap.dedent(text)) for text in found]


def merged(under, over):
    both = dict(under)
    for key, value in over.items():
        inner = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = merged(both[key], value) if inner else value
    return both


def test_the_charts_admit_these_values_and_those_of_the_page_for_teachers():
    charts = os.environ.get("LOSSVIZ_CHARTS")
    if not charts:
        pytest.skip("LOSSVIZ_CHARTS names no folder with the charts jupyterhub/ and binderhub/")
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

    def chart(name, schema):
        folder = Path(charts, name)
        return tuple(
            yaml.safe_load((folder / file).read_text(encoding="utf-8"))
            for file in ("values.yaml", schema)
        )

    learners, theirs = chart("jupyterhub", "values.schema.yaml")
    binder, binders = chart("binderhub", "schema.yaml")
    for_hub, for_binder = blocks("yaml")
    whole = merged(merged(learners, values("zero-to-jupyterhub.yaml")), for_hub)
    jsonschema.validate(whole, theirs)
    whole = merged(merged(binder, values("binderhub.yaml")), for_binder)
    jsonschema.validate(whole, binders)
    jsonschema.validate(merged(learners, whole["jupyterhub"]), theirs)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(merged(learners, {"singleuser": {"memory": {"most": "1G"}}}), theirs)


def test_helm_makes_manifests_of_them():
    charts = os.environ.get("LOSSVIZ_CHARTS")
    if not charts:
        pytest.skip("LOSSVIZ_CHARTS names no folder with the charts jupyterhub/ and binderhub/")
    helm = pytest.importorskip("helm_python", reason="helm-python-sdk is not installed")
    for_hub, _ = blocks("yaml")
    with helm.Chart.load(str(Path(charts, "jupyterhub"))) as chart:
        whole = merged(values("zero-to-jupyterhub.yaml"), for_hub)
        made = chart.render(values=whole, name="class", namespace="class")
    manifests = [
        manifest
        for path, text in made.items()
        if path.endswith(".yaml")
        for manifest in yaml.safe_load_all(text)
        if manifest
    ]
    kinds = {manifest["kind"] for manifest in manifests}
    assert {"Deployment", "NetworkPolicy", "PersistentVolumeClaim", "Service"} <= kinds
    image = f"{for_hub['singleuser']['image']['name']}:{for_hub['singleuser']['image']['tag']}"
    assert image in str(manifests)


# ---------------------------------------------------------------- secrets


def test_no_file_holds_a_secret():
    secret = re.compile(r"(?i)(token|password|secret|key)\w*\s*[:=]\s*[\"']?([\w+/-]{12,})")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "hub"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git repository: there is no list of the project's files")
    for name in listed.stdout.split():
        if not name.endswith("package-lock.json"):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert [m[0] for m in secret.finditer(text)] == [], name
