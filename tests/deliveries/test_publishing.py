"""From files to a version and back, through the page: what a clerk sends, waits for, and reads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from intake import Options, import_files
from intake.cli import data_cli
from tests.deliveries.desk import Desk, activities, reason
from tests.support.audit import audited
from tests.support.mixed import COUNTS, MISTAKES, write_mixed


def test_a_mixed_delivery_from_files_to_a_version_and_back(desk: Desk, tmp_path: Path) -> None:
    before = desk.version()
    found = desk.deliver(*write_mixed(tmp_path), by="李四", title="十二月报送", as_of="2022-12-30")
    assert (found.state, found.title, found.delivered_by, found.error) == ("ready", "十二月报送", "李四", "")
    assert desk.version() == before
    words = desk.page(d=found.id)
    for mistake in MISTAKES:
        right = mistake.told.partition("；应为")[2].strip()
        assert all(part in words for part in (mistake.place, reason(mistake), right)), mistake
    assert "试算完成，尚未发布" in words
    assert "SHA-256" not in words
    report = found.report or {}
    names = ("added", "changed", "closed", "deleted", "same", "refused")
    assert {c["table"]: tuple(c[n] for n in names) for c in report["changes"]} == COUNTS

    with desk.client.get(f"/intake/deliveries/{found.id}/refused.xlsx") as refused:
        book = load_workbook(io.BytesIO(refused.data))
    assert sum(sheet.max_row - 1 for sheet in book) == report["refused_rows"]
    assert {sheet.cell(1, sheet.max_column).value for sheet in book} == {"拒收原因"}

    done = desk.publish(found)
    assert (done.state, done.version) == ("published", desk.version())
    assert desk.version() != before
    assert all(told in desk.page(d=done.id) for told in (f"已发布为版本 {done.version}", "SHA-256"))

    # The same again: what could come in is there, what could not still cannot.
    assert desk.deliver(*write_mixed(tmp_path)).state == "refused"

    # Taken back, and forward again.
    assert f"版本 {before}" in desk.page(view="history", to=before)
    form = {"to": before, "from": desk.version(), "by": "王五"}
    assert desk.post("/versions", form).get_json()["error"] == "请填写原因"
    told = desk.done(desk.post("/versions", form | {"reason": "数字有误"}))
    assert (told["state"], desk.version()) == ("done", before)
    stale = desk.done(desk.post("/versions", form | {"reason": "第二个标签页"}))
    assert (stale["state"], desk.version()) == ("failed", before)
    forward = {"to": str(done.version), "from": before, "reason": "核实无误"}
    assert desk.done(desk.post("/versions", forward))["state"] == "done"
    assert desk.version() == done.version
    history = desk.page(view="history")
    for words in ("十二月报送", "李四", "数字有误", "核实无误", "王五", "● 当前", "撤回到此版本"):
        assert words in history, words


def test_two_clicks_publish_once(desk: Desk) -> None:
    found = desk.deliver(("一次.csv", activities("只发布一次")))
    answers = [desk.post(f"/deliveries/{found.id}/publish", {"agreed": "1"}) for _ in range(2)]
    assert sorted(a.status_code for a in answers) == [200, 409]
    before = int(found.report["base"]) if found.report else 0
    assert int(desk.settled(found.id).version or 0) == before + 1 == int(desk.version())
    again = desk.deliver(("一次.csv", activities("只发布一次")))
    assert again.state == "same"
    assert "没有需要发布的变化" in desk.page(d=again.id)
    assert desk.post(f"/deliveries/{found.id}/publish").status_code == 409
    assert desk.post(f"/deliveries/{found.id}/look").status_code == 409


def test_what_moved_since_the_look_has_to_be_agreed_to_again(desk: Desk, tmp_path: Path) -> None:
    many = [f"新活动{n}" for n in range(12)]
    found = desk.deliver(("多.csv", activities(*many, day="2022-12-10")), as_of="2022-12-30")
    assert any(m["beyond"] for m in (found.report or {})["moved"])
    assert "▲ 超过限度" in desk.page(d=found.id)
    assert "agreed" in desk.fields(d=found.id)
    before, unasked = desk.version(), desk.post(f"/deliveries/{found.id}/publish")
    assert (unasked.status_code, desk.version()) == (400, before)
    assert "已核对，同意发布" in unasked.get_json()["error"]
    other = tmp_path / "别人.csv"
    other.write_bytes(activities("别人先发布"))
    assert import_files([other], desk.settings, Options()).version
    held = desk.publish(found, agreed="1")
    assert (held.state, held.error) == ("ready", "试算之后数据有变化，请重新核对后发布")
    assert desk.publish(held, agreed="1").state == "published"


def test_what_is_emptied_is_asked_about_above_the_button(desk: Desk) -> None:
    head = "编号,名称,简称,组织类型,入库日期"
    filled = [f"t{n},北京第{n}学会,第{n},society,2010-01-01" for n in range(12)]
    blank = [line.replace(f",第{n},", ",,") for n, line in enumerate(filled)]
    before = desk.publish(desk.deliver(("组织.csv", "\n".join([head, *filled]).encode())), agreed="1")
    assert before.state == "published", before
    found = desk.deliver(("组织2.csv", "\n".join([head, *blank]).encode()))
    assert found.state == "same"
    assert "12 个空单元格没有改动原值（简称 12）；要清空，请在“选项”中勾选" in desk.page(d=found.id)
    assert desk.post(f"/deliveries/{found.id}/look", {"clear_blank": "1"}).status_code == 200
    looked, question = desk.settled(found.id), "组织：清空 12 个值（简称 12），超过限度 10 个"
    told = desk.page(d=found.id)
    assert looked.state == "ready"
    assert told.index(question) < told.index("已核对，同意发布") < told.index("发布后各表的变化")
    assert told.index("t0 北京第0学会：简称 第0 → （空）") < told.index("已核对，同意发布")
    unasked = desk.post(f"/deliveries/{found.id}/publish")
    assert (unasked.status_code, unasked.get_json()["error"].partition("：核对后")[0]) == (400, question)
    assert desk.publish(looked, agreed="1").state == "published"


def test_refused_rows_are_said_to_be_a_part(desk: Desk) -> None:
    lines = ["人员编号,姓名,院士", *(f"w{n},某,否" for n in range(4)), *(f"v{n},,否" for n in range(5))]
    found = desk.deliver(("人员.csv", "\n".join(lines).encode()))
    assert found.state == "ready", "this desk bears any share"
    assert "其余各行点“发布”后才导入；下载的只有拒收行" in desk.page(d=found.id)
    assert "其余各行已导入；下载的只有拒收行" in desk.page(d=desk.publish(found, agreed="1").id)


def test_a_table_that_cannot_be_told_is_named_in_the_options(desk: Desk) -> None:
    content = "编号,名称,排序\nzz,新类,99\n".encode()
    found = desk.deliver(("不知道.csv", content))
    assert found.state == "refused"
    assert "数据库没有改变" in desk.page(d=found.id)
    assert "--" not in desk.page(d=found.id)
    answer = desk.post(f"/deliveries/{found.id}/look", {"table-0": "channel", "by": "赵六"})
    assert answer.status_code == 200
    looked = desk.settled(found.id)
    assert (looked.options["tables"], looked.delivered_by) == ({"不知道.csv": "channel"}, "赵六")
    assert looked.state in ("ready", "refused")
    wrong = desk.post(f"/deliveries/{found.id}/look", {"table-0": "nosuch"})
    assert wrong.get_json()["error"] == "没有“nosuch”这个表，应为数据目录中的表名"
    day = desk.post(f"/deliveries/{found.id}/look", {"as_of": "昨天"})
    assert day.get_json()["error"] == "截至日期“昨天”不是日期，应写作 2022-12-30"
    assert desk.post(f"/deliveries/{found.id}/look", {"as_of": "2022年12月30日"}).status_code == 200
    assert desk.settled(found.id).options["as_of"] == "2022-12-30"


def test_what_a_bulletin_says_is_corrected_approved_and_refused(desk: Desk) -> None:
    text = """科协每周动态
2022年 第18期
（总第71期）
北京市科协办公室
2022年12月2日

【区科协动态】

海淀区科协召开科技工作者座谈会

11月30日，海淀区科协在中关村会议中心召开科技工作者座谈会，60余人参加座谈。区科协主席高某出席会议。（海淀区科协）

某学会举办<script>alert(1)</script>论坛

11月28日，某学会举办论坛。（某学会）

办公室加快推进档案数字化

办公室制定方案，分三个阶段推进档案数字化，落实安全保密要求。（办公室）
"""
    found = desk.deliver(("动态.txt", text.encode()), ("顺带.csv", activities("表格也在")))
    assert found.state == "ready"
    assert "读到 3 条，转入审核 3 条" in desk.page(d=found.id)
    mixed = desk.deliver(("动态.txt", text.encode()), ("坏.csv", b"\xe5\xa4\xa9,b\n1,2\n"))
    assert mixed.state == "refused"
    words = desk.page(d=mixed.id)
    assert "表格没有导入，数据库没有改变" in words
    assert "读出的 3 条动态见动态审核" in words
    words = desk.page(view="review")
    assert "3 条待审核" in words
    assert "“海淀区科协”" in words
    assert "▲ 请核对" not in words, "what a title suggests of the form is no doubt"
    assert "区科协主席高某出席会议。（海淀区科协）" in words, "its own text"
    assert "▲ 主办组织“某学会”在数据库中找不到，或不止一个" in words
    assert "数据库中相近的：北京甲学会" in words
    assert "通过齐全的 1 条并发布" in words
    assert "其余 2 条缺少内容" in words
    ids = list(dict.fromkeys(desk.fields(view="review")["id"]))
    first, second, third = (next(i for i in ids if i.endswith(f"-0{n}")) for n in (1, 2, 3))

    before = desk.version()
    failed = desk.done(desk.post("/review", {"id": second, "action": "approve"}))
    assert (failed["state"], desk.version()) == ("failed", before)
    told = desk.page(view="review", job=failed["href"].split("job=")[1])
    assert "主办组织" in told
    assert "找不到" in told
    assert "请在条目中改正" in told
    assert "--set" not in told

    saved = desk.post("/review", {"id": first, "action": "save", "kind": "座谈", "place": "新会议中心"})
    assert saved.status_code == 200
    fields = desk.fields(view="review")
    assert "新会议中心" in fields["place"]
    rows = desk.rows("activity"), desk.rows("article")
    assert desk.done(desk.post("/review", {"id": first, "action": "approve"}))["state"] == "done"
    assert (desk.rows("activity"), desk.rows("article")) == (rows[0] + 1, rows[1] + 1)

    assert desk.post("/review", {"id": third, "action": "refuse"}).get_json()["error"] == "请填写不采用的原因"
    assert desk.post("/review", {"id": third, "action": "refuse", "reason": "另有专报"}).status_code == 200
    words = desk.page(view="review")
    assert "1 条待审核" in words
    assert "另有专报" in words
    assert "工作动态：海淀区科协" in desk.page(view="history")
    actions = [entry["action"] for entry in audited(desk.settings.home)]
    assert {"delivery.upload", "bulletin.approve", "bulletin.refuse"} <= set(actions)


def test_what_the_command_line_does_is_in_the_same_history(desk: Desk, tmp_path: Path) -> None:
    import app

    file = tmp_path / "命令行.csv"
    file.write_bytes(activities("命令行来的"))
    bad = tmp_path / "坏.csv"
    bad.write_text("甲,乙\n1,2\n")
    before = desk.version()
    run = app.server.test_cli_runner().invoke
    assert run(data_cli, ["import", str(bad), "--by", "命令甲"]).exit_code == 2
    assert run(data_cli, ["import", str(file), "--by", "命令乙", "--yes"]).exit_code == 0
    after = desk.version()
    assert run(data_cli, ["rollback", before]).exit_code == 0
    newest = desk.records.newest(2)
    assert [(d.channel, d.state, d.delivered_by, d.version) for d in newest] == [
        ("command", "published", "命令乙", after),
        ("command", "refused", "命令甲", None),
    ]
    assert newest[0].files[0]["name"] == "命令行.csv"
    switched = desk.records.switches(1)[0]
    assert (switched.channel, switched.from_version, switched.to_version) == ("command", after, before)


@pytest.mark.parametrize("view", ["", "review", "history", "templates"])
def test_every_view_stands(desk: Desk, view: str) -> None:
    assert "数据采集" in desk.page(view=view)


def test_a_template_is_a_workbook_of_its_table(desk: Desk) -> None:
    assert "人才" in desk.page(view="templates")
    answer = desk.client.get("/intake/templates/organisation.xlsx")
    assert "组织" in load_workbook(io.BytesIO(answer.data)).sheetnames
    assert desk.client.get("/intake/templates/nosuch.xlsx").status_code == 404
