"""Documents of Word: what stands in them, templates of one's own, and templates that may not be used."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from office_runs import report, results, shipped
from scoring.cli import main
from scoring.number import Number
from scoring.report.printed import Printed
from scoring.report.words import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

YONGZHOU = shipped(0)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401  # a document of python-docx
    """Return the report of the five units."""
    return docx.Document(str(report(*YONGZHOU, tmp_path_factory.mktemp("docx") / "report.docx")))


def texts(document: Any) -> list[str]:  # noqa: ANN401  # a document of python-docx
    """Return its paragraphs outside of tables."""
    return [each.text for each in document.paragraphs]


def own_template(path: Path, *lines: str, rows: Sequence[str] = ()) -> Path:
    """Write a template of some paragraphs, and a table of one column."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), 1)
        for row, text in zip(table.rows, rows, strict=True):
            row.cells[0].text = text
    document.save(str(path))
    return path


def test_results_and_reasons_are_sentences(written: Any) -> None:  # noqa: ANN401  # a document of python-docx
    lines = texts(written)
    assert lines[:4] == [
        "永州市2023年大中型水库移民后期扶持项目资金绩效评价", "评分报告", "一、评价结果", "汇总得分82.96分，等级为良。",
    ]  # fmt: skip
    assert "冷水滩得84.31分，等级为良。" in lines
    for result in results(*YONGZHOU):
        at = lines.index(f"{result.case.name}（{result.case.id}）")  # type: ignore[union-attr]  # there is one
        for each in result.deductions:
            at = next(number for number in range(at, len(lines)) if each.sentence("zh") in lines[number])
    assert "B1.2 预算执行率：扣0.69分（分值2分）" in lines


def test_each_table_is_as_it_is_printed(written: Any) -> None:  # noqa: ANN401  # likewise
    overview, *tables, made_by = written.tables
    assert [cell.text for cell in overview.rows[-1].cells][:6] == ["合计", "", "1.00", "82.96", "82.9586", "良"]
    assert [cell.text for cell in made_by.rows[0].cells] == ["规则集", "yongzhou-resettlement-2023"]
    for table, result in zip(tables, results(*YONGZHOU), strict=True):
        printed = Printed(result, "zh")
        assert [cell.text for cell in table.rows[0].cells] == [*printed.names, *printed.heads]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None  # noqa: SLF001  # python-docx has no word for it
        for line, row in zip(printed.lines, table.rows[1:], strict=True):
            cells = [cell.text for cell in row.cells]
            values = [
                number_text(each) if isinstance(each, Number) else each for each in (line.points, line.score, line.lost)
            ]
            assert cells[3:] == [*values, "\n".join(line.reasons)]
            assert all(cell is None or cell.text == text for cell, text in zip(line.cells, cells, strict=False))
    first = tables[0]
    grid = [[cell._tc for cell in row.cells] for row in first.rows]  # noqa: SLF001  # which cells are one
    assert all(row[0] is grid[1][0] for row in grid[1:8])  # 决策 with its subtotal
    assert grid[8][0] is not grid[1][0]
    assert grid[1][1] is grid[2][1]
    assert grid[7][1] is grid[7][2]  # 小计
    assert grid[-1][0] is grid[-1][2]  # 总分


def test_only_the_row_above_a_total_stays_with_the_next(written: Any) -> None:  # noqa: ANN401  # likewise
    *with_total, made_by = written.tables
    for table in with_total:
        *rows, above, total = table._tbl.findall(qn("w:tr"))  # noqa: SLF001  # python-docx leaves out merged cells
        assert all(each.pPr.keepNext_val for each in above.iter(qn("w:p")))
        assert not any(each.pPr.keepNext_val for row in (*rows, total) for each in row.iter(qn("w:p")))
    assert not any(each.pPr.keepNext_val for each in made_by._tbl.iter(qn("w:p")))  # noqa: SLF001  # likewise


def test_properties_tell_nothing_of_other_programs(written: Any) -> None:  # noqa: ANN401  # likewise
    about = written.core_properties
    assert (about.title, about.author, about.comments) == ("永州市2023年大中型水库移民后期扶持项目资金绩效评价", "", "")
    assert about.created.year >= 2026


def test_pages_fonts_and_page_numbers(written: Any) -> None:  # noqa: ANN401  # likewise
    assert [round(section.page_width / Mm(1)) for section in written.sections] == [210, 297, 210]
    assert "PAGE" in {each.get(qn("w:instr")) for each in written.sections[0].footer._element.iter(qn("w:fldSimple"))}  # noqa: SLF001  # no word for fields
    assert (
        written.sections[0]
        .header.paragraphs[0]
        .text.startswith("规则集 yongzhou-resettlement-2023，版本 2023，sha256 ")
    )
    for style, font in (
        ("Normal", "仿宋_GB2312"),
        ("Title", "方正小标宋简体"),
        ("Heading 1", "黑体"),
        ("Table Text", "仿宋_GB2312"),
    ):
        fonts = written.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert not [name for name in fonts.attrib if "heme" in name]  # a theme's font would win
    listed = next(each.target_part for each in written.part.rels.values() if each.reltype.endswith("/fontTable")).blob
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong' in listed.decode()


def test_english_and_open_scales_and_rulesets_without_a_total(tmp_path: Path) -> None:
    document = docx.Document(str(report(*shipped(7), tmp_path / "nutri.docx", "--lang", "en")))
    assert "milk, edition of 2021 comes to -1, grade A." in texts(document)
    assert [cell.text for cell in document.tables[1].rows[0].cells] == ["level 1", "level 2", "score", "why"]
    document = docx.Document(str(report(*shipped(8), tmp_path / "lending.docx", "--lang", "en")))
    assert "applicant: BUREAU." in texts(document)
    assert ["routing", "ACCEPT"] in [[cell.text for cell in row.cells] for row in document.tables[1].rows]


# Templates


def test_the_saved_template_makes_the_same_report(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    first = report(*YONGZHOU, tmp_path / "first.docx", "--save-template", str(own))
    second = report(*YONGZHOU, tmp_path / "second.docx", "--template", str(own))
    parts = [zipfile.ZipFile(path).read("word/document.xml") for path in (first, second)]
    assert parts[0] == parts[1]
    assert "{{ title }}" in texts(docx.Document(str(own)))


def test_formats_of_a_template_of_ones_own_stay(tmp_path: Path) -> None:
    rows = ["{%tr for row in cases[0].rows %}", "{{ row.names[0] }}", "{%tr endfor %}", "total"]
    template = own_template(tmp_path / "own.docx", "x", rows=rows)
    path = report(*YONGZHOU, tmp_path / "report.docx", "--template", str(template))
    assert b"keepNext" not in zipfile.ZipFile(path).read("word/document.xml")


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    template = own_template(
        tmp_path / "own.docx",
        "{{ title|upper }} {{ hash }}",
        "{%p for case in cases if case.grade == '良' %}",
        "{{ loop.index }} {{ case.name }}: {{ case.total }}{% if case.rank %} ({{ case.rank }}){% endif %}",
        "{%p endfor %}",
        "{{ portfolio.total }} {{ overview.columns|join(', ') }} {{ cases|length }}",
        rows=["{%tr for row in cases[0].rows %}", "{{ row.names[0] }}", "{%tr endfor %}"],
    )
    found = docx.Document(str(report(*YONGZHOU, tmp_path / "report.docx", "--template", str(template))))
    title, *graded, last = texts(found)
    assert re.fullmatch(r"永州市2023年.* [0-9a-f]{12}", title)
    assert graded == ["1 零陵: 80.62", "2 冷水滩: 84.31", "3 金洞: 88.75"]
    assert last == "82.96 单位, 编号, 权重, 总分, 加权得分, 等级, A 决策, B 过程, C 产出, D 效益 5"
    column = [row.cells[0]._tc for row in found.tables[0].rows]  # noqa: SLF001  # which cells are one
    assert column[0] is column[6]
    assert column[6] is not column[7]


def refused(capsys: pytest.CaptureFixture[str], folder: Path, template: Path) -> str:
    """Return what is said of a template that may not be used; nothing is written then."""
    output = folder / "report.docx"
    assert main(["report", *YONGZHOU, "-o", str(output), "--template", str(template), "--lang", "en"]) == 2
    assert not output.exists()
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{{ total }}",
            "[template-unknown]: the template asks for what is not there: 'total' is undefined (near '{{ total }}')",
        ),
        ("{{ cases[0].nothing }}", "'dict object' has no attribute 'nothing' (near '{{ cases[0].nothing }}')"),
        ("{% if title %}", "error[template-wrong]: the template has a mistake near '"),
        ("{{ title", "error[template-wrong]"),
        ("{% for x in 5 %}{% endfor %}", "template-wrong]: the template has a mistake near '{% for x in 5 %}"),
        (
            "{{ ().__class__ }}",
            "error[template-forbidden]: a template may not use '.__class__' (near '{{ ().__class__ }}')",
        ),
        ("{{ title['__class__'] }}", "error[template-forbidden]"),
        ("{{ title[cases[0].name] }}", "error[template-unknown]"),
        ("{{ title[1:2] }}", "may not use '[…]'"),
        ("{{ cases.append(1) }}", "may not use '…()'"),
        ("{{ title.format(1) }}", "may not use '…()'"),
        ("{{ 'a' * 1000000000 }}", "may not use '*'"),
        ("{{ title ~ title }}", "may not use '~'"),
        ("{{ title|center(1000000000) }}", "may not use '| center'"),
        ("{{ title|attr('x') }}", "may not use '| attr'"),
        ("{% set a = 1 %}", "may not use '{% set %}'"),
        ("{% include '/etc/passwd' %}", "may not use '{% include %}'"),
        ("{% for a in range(9) %}{% endfor %}", "may not use '…()'"),
        ("{% for a in cases %}" * 5 + "{% endfor %}" * 5, "may not use '{% for %}{% for %}"),
        ("{% for a in cases recursive %}{% endfor %}", "may not use '{% for %}'"),
        ("{{ title is iterable }}", "may not use 'is iterable'"),
        ("{% macro a() %}{% endmacro %}", "may not use '{% macro %}'"),
        ("{{ title.x }}", "error[template-unknown]"),
        ("{{ unknown|upper }}", "'unknown' is undefined"),
    ],
)
def test_a_template_with_a_mistake_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    assert said in refused(capsys, tmp_path, own_template(tmp_path / "own.docx", "before", text, "after"))


def test_what_grows_without_limit_is_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loops = "{% for a in cases %}{% for b in a.rows %}{% for c in cases %}{% for d in c.rows %}"
    template = own_template(tmp_path / "own.docx", f"{loops}{{{{ d.reasons }}}}{'long ' * 1000}{'{% endfor %}' * 4}")
    assert "error[template-large]" in refused(capsys, tmp_path, template)


def test_a_loop_torn_apart_by_a_table_makes_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template = own_template(tmp_path / "own.docx", "{% for case in cases %}", rows=["{{ case.name }}{% endfor %}"])
    assert "error[template-broken]: what comes of the template is no document" in refused(capsys, tmp_path, template)


def packed(path: Path, source: Path, changes: dict[str, str]) -> Path:
    """Write a document again with some parts replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return path


def test_files_that_are_no_templates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound = own_template(tmp_path / "sound.docx", "{{ title }}")
    relations = zipfile.ZipFile(sound).read("word/_rels/document.xml.rels").decode()
    outside = (
        '<Relationship Id="x" Type="http://e/image" Target="http://e/a.png" TargetMode="External"/></Relationships>'
    )
    link = outside.replace("http://e/image", "http://e/hyperlink")
    body = zipfile.ZipFile(sound).read("word/document.xml").decode()
    (tmp_path / "text.docx").write_text("no document", "utf-8")
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0" + b"0" * 100)
    (tmp_path / "cut.docx").write_bytes(sound.read_bytes()[:5000])
    with zipfile.ZipFile(tmp_path / "other.docx", "w") as other:
        other.writestr("xl/workbook.xml", "<workbook/>")
    own = tmp_path / "own.docx"
    dtd = body.replace("<w:document", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:document', 1)
    assert "error[template-unreadable]" in refused(capsys, tmp_path, tmp_path / "none.docx")
    for name in ("text", "old", "cut", "other"):
        assert "error[template-not-word]" in refused(capsys, tmp_path, tmp_path / f"{name}.docx"), name
    assert "it has a DTD" in refused(capsys, tmp_path, packed(own, sound, {"word/document.xml": dtd}))
    bomb = body.replace("</w:body>", f"<w:p/>{' ' * 20_000_000}</w:body>")
    assert "100 times its size" in refused(capsys, tmp_path, packed(own, sound, {"word/document.xml": bomb}))
    big = packed(own, sound, {f"word/media/{at}.bin": "0" * (1 << 24) for at in range(5)})
    assert "error[template-large]" in refused(capsys, tmp_path, big)
    elsewhere = {"word/_rels/document.xml.rels": relations.replace("</Relationships>", outside)}
    assert "a part that lies elsewhere: http://e/a.png" in refused(capsys, tmp_path, packed(own, sound, elsewhere))
    packed(own, sound, {"word/_rels/document.xml.rels": relations.replace("</Relationships>", link)})
    assert main(["report", *YONGZHOU, "-o", str(tmp_path / "linked.docx"), "--template", str(own)]) == 0


def test_a_template_is_for_word_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--template", "--save-template"):
        assert main(["report", *YONGZHOU, "-o", str(tmp_path / "a.xlsx"), option, "own.docx", "--lang", "en"]) == 2
        assert f"error[template-for-word]: '{tmp_path / 'a.xlsx'}' is no document of Word: {option} has no use" in (
            capsys.readouterr().err.replace("\n", " ")
        )


def test_what_is_missing_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for library, suffix, extra in (("xlsxwriter", "xlsx", "excel"), ("docxtpl", "docx", "word")):
        monkeypatch.setitem(__import__("sys").modules, library, None)
        assert main(["report", *YONGZHOU, "-o", str(tmp_path / f"a.{suffix}"), "--lang", "en"]) == 2
        said = capsys.readouterr().err
        assert f"error[needs-package]: writing '{tmp_path / f'a.{suffix}'}' needs {library}" in said
        assert f"pip install 'declarative-scoring[{extra}]'" in said
    assert main(["report", *YONGZHOU, "-o", str(tmp_path / "a.pdf"), "--lang", "en"]) == 2
    assert "error[report-format]" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
