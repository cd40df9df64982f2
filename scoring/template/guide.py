"""The sheet that says how to fill in a template, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.sheet_form import Words

if TYPE_CHECKING:
    from collections.abc import Collection

    from scoring.ruleset import Ruleset

_STEPS = Words(
    """\
long|Write one case a row (its id or name) on the sheet 'Cases', then fill in 'Figures', one figure a row: \
only the light yellow cells are yours, the others explain.
wide|On the sheet 'Figures' write one case a row, one figure a column; the column to the right of a figure is for \
its evidence. The second line explains and is not read.
|Values are plain numbers in the given unit, without the unit and without thousands separators; a percentage is \
written 83.06%. Where there is a drop-down, choose from it.
|Leave empty what you do not know: an empty cell is a missing value, never 0. Write 0 where it is zero.
|Under 'evidence' write where a value comes from, such as a voucher; the explanations of scores repeat it.
marks|On the sheet 'Marks' write points given or points off, and the reason. An indicator is marked as a whole, or \
point by point.
findings|On 'Findings' write one finding a row; several indicators are parted by a semicolon.
declared|'Not applicable' is for indicators that do not apply to a case; give the reason.
|'Set scores' is for computed scores that are overruled; give the reason.
long|With one case only, the column 'case' may stay empty. For another case add it to 'Cases', then copy a block of \
rows and change the first column.
lists|A list has one record a row. Without any record it is missing; where there are none, write the name of the \
list under 'lists without entries' of the case.
|Sort, filter, hide, add columns of your own as you like; leave headings, names of sheets and hidden sheets alone, \
and do not merge cells.
|Save as .xlsx and score with 'scoring score RULESET THIS-FILE'; whatever is wrong is told with its cell.""",
    """\
long|先在“被评单位”表中每行填写一个单位（编号或名称），再填“数据”表：每行一项数据，只需填写浅黄色的格子，其余是说明。
wide|在“数据”表中每行填写一个单位，每列一项数据；每项数据右侧一列写依据。第二行是说明，不读取。
|“数值”按说明的计量单位填写数字，不带单位和千分位逗号；百分数写成83.06%；有下拉列表的请从中选择。
|没有数据的请留空：空格表示缺数据，不会当作0。确实为零的请填0。
|“依据”写明数字的出处，如凭证号、台账页码；评分说明中会照录。
marks|“评分”表由评价人打分：填“得分”或“或扣分”之一，并写理由。指标可以整体打分，也可以逐条要点打分。
findings|“问题”表每行写一个问题；一个问题涉及几个指标的，在“指标”中用“；”隔开。
declared|“不适用”表填写对该单位不适用的指标，需要时才填，请写理由。
|“核定得分”表用来改定计算得分，需要时才填，请写理由。
long|只有一个单位时，“被评单位”一列可以留空。要增加单位，请先在“被评单位”表中补上，再复制一组数据行并改写第一列。
lists|清单每行一条记录。没有填写任何记录表示缺数据；确实没有记录的，请在该单位的“没有记录的清单”中写上清单名称。
|可以排序、筛选、隐藏、增加自己的列；请不要改动列名、工作表名和隐藏的工作表，不要合并单元格。
|填好后保存为.xlsx，用“scoring score 规则集 本文件”评分；填错的地方会逐格指出。""",
)
"""A step a line: what a template must have for it (nothing: it holds for all), and what to do."""


def guide(ruleset: Ruleset, method: str | None, lang: str, about: Collection[str]) -> list[tuple[str, str]]:
    """Return the lines of the sheet that says how to fill in: kind (title, fact, step) and text.

    Args:
        ruleset: that the template is for.
        method: of it.
        lang: ``zh`` or ``en``.
        about: the form, ``long`` or ``wide``, and which it has of ``marks``, ``findings``, ``declared``, ``lists``.
    """
    facts = [ruleset.id, ruleset.version, ruleset.sha256[:12], method or ""]
    lines = (line.partition("|") for line in _STEPS.text(lang).split("\n"))
    steps = [text for when, _, text in lines if not when or when in about]
    return [
        ("title", ruleset.title.text(lang) or ruleset.id),
        ("fact", " · ".join(filter(None, facts))),
        *(("step", f"{number}. {text}") for number, text in enumerate(steps, 1)),
    ]
