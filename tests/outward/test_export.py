"""What goes out: the API's own numbers, in files that can be checked and cannot be changed unseen."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jsonschema import Draft202012Validator, FormatChecker

from data.settings import ROOT, Settings
from tests.outward.conftest import Outward, Place, WriteMapping, everything, run
from tests.support.audit import audited

LINES = (
    "city,城市,RC01,C-1,个人会员数,万人,2,月,",
    "city,城市,RC09,C-2,,比例,,季,",
    "city,城市,HD01,0012,,,,月,",
    "city,城市,ZZ02,C-4,,,,年,",
    "city,城市,KC01,,,,,月,",
    "none,某处,RC01,,,,,月,",
)


@pytest.fixture
def outward(embedded: Place, write_mapping: WriteMapping, tmp_path: Path) -> Outward:
    """The command line with a key."""
    command = run(embedded.settings, write_mapping(*LINES), tmp_path)
    assert command("key").exit_code == 0
    return command


def exported(tmp_path: Path) -> Path:
    """The one export there is."""
    (folder,) = (tmp_path / "exports").iterdir()
    return folder


def figures(folder: Path) -> dict[str, dict[str, Any]]:
    return {f["code"]: f for f in json.loads((folder / "figures.json").read_text("utf-8"))["figures"]}


def test_every_number_is_the_apis(place: Place, write_mapping: WriteMapping, tmp_path: Path) -> None:
    outward = run(place.settings, write_mapping(*everything()), tmp_path)
    outward("key")
    assert outward("export", "all", "--as-of", "2022-11-15").exit_code == 0
    sent = figures(exported(tmp_path))
    assert len(sent) > 60
    query = "as_of=2022-11-15&start=2022-01-01&end=2022-11-15"
    asked = {code: place.client.get(f"/api/v1/indicators/{code[2:]}?{query}").json for code in sent}
    assert {code: f["value"] for code, f in sent.items()} == {c: a["value"] for c, a in asked.items()}
    for code, answer in asked.items():
        assert all(sent[code][name] == answer[name] for name in ("as_of", "start", "end", "unit", "name"))


def test_files_units_and_periods(outward: Outward, tmp_path: Path) -> None:
    done = outward("export", "城市", "--as-of", "2022-11-30")
    assert done.exit_code == 0, done.output
    assert "没有导出（对方代码未商定）1 个：KC01 产业特派员" in done.output
    assert "已导出 4 个指标（演示数据），截至 2022-11-30" in done.output
    folder = exported(tmp_path)
    assert folder.name == "city-2022-11-30-v000001-demo"
    for name in ("figures", "manifest"):
        schema = json.loads((ROOT / "documents" / "packages" / f"{name}.schema.json").read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        body = json.loads((folder / f"{name}.json").read_text("utf-8"))
        assert list(Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(body)) == []
        assert (body["demonstration"], body["mark"], body["version"]) == (True, "演示数据", "000001")
    sent = figures(folder)
    assert {c: (f["start"], f["end"], f["complete"]) for c, f in sent.items()} == {
        "C-1": ("2022-11-01", "2022-11-30", True),
        "C-2": ("2022-10-01", "2022-11-30", False),
        "0012": ("2022-11-01", "2022-11-30", True),
        "C-4": ("2022-01-01", "2022-11-30", False),
    }
    # The small world's 1005 members and 1006 people of a million.
    assert (sent["C-1"]["value"], sent["C-2"]["value"]) == (0.1, 0.001006)
    assert (sent["C-1"]["unit"], sent["C-1"]["name"], sent["C-2"]["name"]) == (
        "万人", "个人会员数", "科技工作者覆盖率",
    )  # fmt: skip
    text = (folder / "figures.csv").read_bytes()
    assert text.startswith("\ufeff代码".encode())
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    assert [r["代码"] for r in rows] == list(sent)
    assert [float(r["数值"]) for r in rows] == [f["value"] for f in sent.values()]
    assert {r["数据性质"] for r in rows} == {"演示数据"}
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["not_agreed"] == [{"indicator": "KC01", "name": "产业特派员"}]
    assert "核验通过：城市，4 个指标" in outward("verify", folder).output


def test_one_period(outward: Outward, tmp_path: Path) -> None:
    assert outward("export", "city", "--period", "2022-12", "--format", "csv").exit_code == 0
    folder = exported(tmp_path)
    assert sorted(p.name for p in folder.iterdir()) == [
        "figures.csv", "manifest.json", "manifest.sig", "public_key.pem",
    ]  # fmt: skip
    rows = list(csv.DictReader((folder / "figures.csv").read_text("utf-8-sig").splitlines()))
    # The world's business date is 30 December: the month is not full.
    assert [(r["代码"], r["截至"], r["期初"], r["期末"], r["期间已满"]) for r in rows] == [
        ("C-1", "2022-12-30", "2022-12-01", "2022-12-30", "否"),
        ("0012", "2022-12-30", "2022-12-01", "2022-12-30", "否"),
    ]
    shutil.rmtree(folder)
    assert outward("export", "city", "--period", "2022-Q3").exit_code == 0
    (quarter,) = figures(exported(tmp_path)).values()
    assert (quarter["as_of"], quarter["start"], quarter["complete"]) == ("2022-09-30", "2022-07-01", True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none",), "某处：1 个指标都还没有对方代码，没有可导出的数"),
        (("nobody",), "对照表中没有“nobody”，应为 city（城市）、none（某处） 之一"),
        (("city", "--period", "2022-W10"), "没有这个频次的指标，已商定的频次有 月、季、年"),
        (("city", "--period", "2022-13"), "“2022-13”不是期间，应写作"),
        (("city", "--period", "2022-Q5"), "“2022-Q5”不是期间，应写作"),
        (("city", "--period", "2023-01"), "数据截至 2022-12-30，不能导出 2023-01-01 的数"),
        (("city", "--as-of", "2022-12-31"), "数据截至 2022-12-30，不能导出 2022-12-31 的数"),
        (("city", "--as-of", "2022-12-01", "--period", "2022"), "只能给出一个"),
        (("city", "--into", "/proc/nowhere"), "没有导出：写不到 /proc/nowhere"),
    ],
)
def test_what_cannot_be_exported(
    outward: Outward, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = outward("export", *arguments)
    assert (done.exit_code, message in done.output) == (2, True), done.output
    assert not (tmp_path / "exports").exists()


def test_an_export_is_never_overwritten(outward: Outward, tmp_path: Path) -> None:
    outward("export", "city")
    before = (exported(tmp_path) / "manifest.json").read_bytes()
    again = outward("export", "city")
    assert (again.exit_code, "已经存在" in again.output) == (2, True)
    assert (exported(tmp_path) / "manifest.json").read_bytes() == before


def test_keys(embedded: Place, write_mapping: WriteMapping, tmp_path: Path) -> None:
    outward = run(embedded.settings, write_mapping(*LINES), tmp_path)
    path = tmp_path / "keys" / "key.pem"
    done = outward("export", "city")
    assert (done.exit_code, "没有签名密钥" in done.output, "outward key" in done.output) == (2, True, True)
    assert outward("key").exit_code == 0
    assert path.stat().st_mode & 0o777 == 0o600
    shown = outward("key", "--show").output
    assert shown.startswith("公钥指纹（SHA-256）：")
    key = path.read_bytes()
    again = outward("key")
    assert (again.exit_code, "已有签名密钥" in again.output, path.read_bytes()) == (2, True, key)
    path.chmod(0o640)
    assert "可被他人读写；先收回权限：chmod 600" in outward("export", "city").output
    path.chmod(0o600)
    other = Ed448PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for content, message in ((b"x", "不是可用的签名密钥"), (other, "不是 Ed25519 私钥")):
        path.write_bytes(content)
        assert message in outward("export", "city").output
    assert not (tmp_path / "exports").exists()


def _changed(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_what_was_changed_is_found(outward: Outward, tmp_path: Path) -> None:
    outward("export", "city")
    whole, copy = exported(tmp_path), tmp_path / "copy"
    mark = outward("key", "--show").output.strip().split("：")[1]

    def verified(expected: str = "") -> str:
        done = outward("verify", copy, *(["--fingerprint", expected] if expected else []))
        assert (done.exit_code == 0) == ("核验通过" in done.output), done.output
        return str(done.output)

    def anew() -> None:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(whole, copy)

    anew()
    assert "核验通过" in verified(mark.upper())
    assert "公钥不是所要的" in verified("00" * 32)
    for change, message in (
        (lambda: _changed(copy / "figures.json", "个人会员数", "个人会员书"), "figures.json：内容与清单不符"),
        (lambda: _changed(copy / "manifest.json", "000001", "000002"), "manifest.json 与签名不符"),
        (lambda: (copy / "manifest.sig").write_bytes(b"\0" * 64), "与签名不符"),
        (lambda: (copy / "manifest.sig").write_bytes(b""), "与签名不符"),
        (lambda: (copy / "figures.csv").unlink(), "figures.csv：文件缺失"),
        (lambda: (copy / "more.csv").write_text("x"), "more.csv：不在清单中"),
        (lambda: (copy / "public_key.pem").write_text("x"), "公钥文件已损坏"),
        (lambda: (copy / "manifest.json").unlink(), "应为一次导出的目录"),
    ):
        anew()
        change()
        assert message in verified(mark), message


def test_somebody_elses_manifest_cannot_lead_out_of_the_folder(outward: Outward, tmp_path: Path) -> None:
    from documents.packages.signing import read_key

    outward("export", "city")
    folder = exported(tmp_path)
    body = json.loads((folder / "manifest.json").read_text("utf-8"))
    body["files"][0]["name"] = "../../keys/key.pem"
    for wrong in (json.dumps(body).encode(), b"[]", b"not json"):
        (folder / "manifest.json").write_bytes(wrong)
        (folder / "manifest.sig").write_bytes(read_key(tmp_path / "keys" / "key.pem").sign(wrong))
        assert "不是这种导出的清单" in outward("verify", folder).output


def test_who_exported_what_is_remembered(embedded: Place, outward: Outward, tmp_path: Path) -> None:
    outward("export", "city", "--period", "2022-11")
    last = audited(embedded.settings.home)[-1]
    assert (last["action"], last["subject"]) == ("outward.export", "city")
    assert last["detail"]["indicators"] == ["RC01", "HD01"]
    assert last["detail"]["as_of"] == str(date(2022, 11, 30))


def test_nothing_published(duckdb_settings: Settings, write_mapping: WriteMapping, tmp_path: Path) -> None:
    outward = run(duckdb_settings, write_mapping(*LINES), tmp_path)
    outward("key")
    assert outward("export", "city").exit_code == 4
