"""Pages about what has no effect, about accepted findings, and about what is not proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.checks.page import Page, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

UNUSED: Mapping[str, Page] = {
    "unused-figure": Page(
        "warning",
        Text(
            "A figure is read by nothing. No rule, formula, weight, grade or order reads it, by any method.",
            "某项数据没有用到。任何规则、公式、权重、等级、排名都不用，各种计算方法也都不用。",
        ),
        """points: 3
figures: {open_days: {type: count, min: 0}, visits: {type: count, min: 0}}
indicators:
  clinic:
    points: 3
    rules: {deduct: 1, per: 1, below: 5, of: open_days, part: drop}
""",
        """points: 3
figures: {open_days: {type: count, min: 0}}
indicators:
  clinic:
    points: 3
    rules: {deduct: 1, per: 1, below: 5, of: open_days, part: drop}
""",
        Text(
            "Units collect and report a number that changes nothing, or the rule that should read it reads another "
            "one.",
            "各单位填报的数据不起任何作用；或者本应使用它的规则用错了别的数据。",
        ),
        Text(
            "Use it or delete it. Allow it, on the figure, where it is collected for the report.",
            "请使用或删去。只为报告收集的，可在该数据上用allow写明理由。",
        ),
    ),
    "unused-function": Page(
        "warning",
        Text(
            "A function is called by nothing. No formula that is used calls it, by any method.",
            "某个函数没有公式调用。起作用的公式都不调用它，各种计算方法也都不调用。",
        ),
        """points: 5
figures: {spent: {unit: yuan, min: 0}, received: {unit: yuan, min: 1}}
functions: {share: {needs: [part, whole], is: part / whole}}
indicators:
  budget:
    points: 5
    rules:
      deduct: 0.5
      per: 1%
      below: 95%
      of: spent / received
      part: exact
""",
        """points: 5
figures: {spent: {unit: yuan, min: 0}, received: {unit: yuan, min: 1}}
functions: {share: {needs: [part, whole], is: part / whole}}
indicators:
  budget:
    points: 5
    rules:
      deduct: 0.5
      per: 1%
      below: 95%
      of: "share(spent, received)"
      part: exact
""",
        Text(
            "Who corrects the function thinks that scores change, and they do not; another formula does the same work.",
            "修改函数的人以为得分会随之改变，其实不会：起作用的是别处的公式。",
        ),
        Text(
            "Call it or delete it. Shared files read by 'use' may hold more than one ruleset calls. Allow it, on the "
            "function, where it waits for the next table.",
            "请调用或删去。用use读入的公用文件可以有用不到的函数。为以后的表格准备的，可在该函数上用allow写明理由。",
        ),
    ),
    "unused-shape": Page(
        "warning",
        Text(
            "A shape is used by no indicator. No method uses it either.",
            "某个模板没有指标使用。各种计算方法也都不使用。",
        ),
        """points: 5
figures: {built: {type: count, min: 0}, planned: {type: count, min: 1}}
shapes: {output: {needs: [x, goal], rules: {ratio: x, to: goal}}}
indicators:
  classrooms: {points: 5, rules: {ratio: built, to: planned}}
""",
        """points: 5
figures: {built: {type: count, min: 0}, planned: {type: count, min: 1}}
shapes: {output: {needs: [x, goal], rules: {ratio: x, to: goal}}}
indicators:
  classrooms: {points: 5, use: output, with: {x: built, goal: planned}}
""",
        Text(
            "Who corrects the shape thinks that all indicators of this kind follow, and they keep their own rules.",
            "修改模板的人以为同类指标都会随之改变，其实各指标仍用自己的规则。",
        ),
        Text(
            "Write 'use: NAME' at an indicator, or delete it. Shared files may hold more than one ruleset uses. Allow "
            "it, for the shape or the whole ruleset, where it waits for the next table.",
            "请在指标中写“use: 模板名”，或删去。公用文件可以有用不到的模板。为以后的表格准备的，可在模板上或规则集顶层"
            "用allow写明理由。",
        ),
    ),
    "unused-method": Page(
        "warning",
        Text(
            "A method changes nothing. It computes the same as the ruleset without it.",
            "某种计算方法没有改变任何内容。计算结果与不用它时完全相同。",
        ),
        """points: 5
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  budget:
    points: 5
    rules: {deduct: 0.5, per: 1%, below: 90%, of: rate, part: exact}
methods: {strict: {indicators: {budget: {rules: {part: exact}}}}}
""",
        """points: 5
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  budget:
    points: 5
    rules: {deduct: 0.5, per: 1%, below: 90%, of: rate, part: exact}
methods: {strict: {indicators: {budget: {rules: {part: count}}}}}
""",
        Text(
            "A report 'by the strict method' says nothing new, and its reader believes that scores stood a harder "
            "test.",
            "报告写“按从严方法计算”，其实与原来一样，看的人却以为得分经过了更严格的检验。",
        ),
        Text(
            "Change something in the method, or delete it. Allow it, for the whole ruleset, where callers ask for the "
            "method by name and it is empty on purpose.",
            "请写明要改变的内容，或删去。有意留空、只为让调用者可以指定的，可在规则集顶层用allow写明理由。",
        ),
    ),
    "allow-unknown": Page(
        "warning",
        Text(
            "An 'allow' names a code that does not exist. So it accepts nothing.",
            "allow中写了不存在的检查项。因而不起任何作用。",
        ),
        """points: 6
indicators:
  plan:
    points: 6
    allow: {judge-range: the printed table gives no more}
    rules: {judge: 0..6}
""",
        """points: 6
indicators:
  plan:
    points: 6
    allow: {judge-without-range: the printed table gives no more}
    rules: judge
""",
        Text(
            "The finding it was meant for still shows; its author believes that it is settled.",
            "本想允许的情况照样报出，而写的人以为已经处理好了。",
        ),
        Text(
            "Correct the code; 'scoring check --explain' lists all of them.",
            "请改正名称；“scoring check --explain”列出全部检查项。",
        ),
    ),
    "allow-error": Page(
        "warning",
        Text(
            "An 'allow' names an error. Only warnings and notes of check can be allowed.",
            "allow中写了错误的代码。只有检查的警告和说明可以允许。",
        ),
        """points: 6
indicators:
  plan:
    points: 6
    allow: {points-mismatch: the printed points do not add up}
    rules: {judge: 0..6}
""",
        """points: 6
indicators:
  plan: {points: 6, rules: {judge: 0..6}}
""",
        Text(
            "A ruleset with an error cannot be scored by, whatever is allowed; this entry does nothing.",
            "有错误的规则集无法计分，写了allow也一样；这一项不起任何作用。",
        ),
        Text(
            "Delete it. Where printed points do not add up, write points that do and say so in 'text'.",
            "请删去。印发的分值合计不符的，请写合计相符的分值，并在text中说明。",
        ),
    ),
    "allow-reason": Page(
        "warning",
        Text(
            "An 'allow' gives no reason. It accepts a finding and does not say why; 'true' or a number says nothing.",
            "allow没有写理由。它允许了某种情况，却没有说明为什么；true或数字不算理由。",
        ),
        """points: 6
indicators:
  plan: {points: 6, allow: {judge-without-range: ""}, rules: judge}
""",
        """points: 6
indicators:
  plan:
    points: 6
    allow: {judge-without-range: the printed table gives no more}
    rules: judge
""",
        Text(
            "Next year nobody knows if the doubt was settled or only silenced, and those who are scored by it pay for "
            "that.",
            "到了下一年，谁也不知道这个疑问是解决了，还是只是不再提示，吃亏的是被评单位。",
        ),
        Text(
            "Write the reason in a few words, with the clause if there is one: 'allow: {CODE: reason}'; in two "
            "languages it is 'allow: {CODE: {en: …, zh: …}}'.",
            "请用几个字写明理由，有条文的写条文：allow: {检查项: 理由}；两种语言写成 {en: …, zh: …}。",
        ),
    ),
    "allow-unused": Page(
        "warning",
        Text(
            "An 'allow' accepts what is not found. Nothing of that kind is there any more, or it is elsewhere.",
            "allow允许的情况并未出现。该处没有这种情况，或者它在别处。",
        ),
        """points: 6
indicators:
  plan:
    points: 6
    allow: {judge-without-range: the printed table gives no more}
    rules: {judge: 0..6}
""",
        """points: 6
indicators:
  plan: {points: 6, rules: {judge: 0..6}}
""",
        Text(
            "It will silence the same finding when it comes back for another reason, and the mistake is not seen.",
            "以后因别的原因再出现同样的情况时，它会不声不响地放过去，错误就发现不了。",
        ),
        Text(
            "Delete it, or move it to the place of the finding: an 'allow' holds for the indicator, figure, function "
            "or shape it stands on and for all below; on a figure it does not reach a gap or cliff of what reads it.",
            "请删去，或移到该情况所在之处：allow对所在的指标、数据、函数或模板及其下级有效；写在数据上的，不涉及使用该数据的指标中的空档和突变。",
        ),
        fixed=True,
    ),
    "not-proved": Page(
        "note",
        Text(
            "It is not proved whether a finding is there. Cases were tried, and none showed it.",
            "未能证明是否存在某种情况。试算了若干种取值，没有遇到。",
        ),
        """points: 5
figures:
  beds: {min: 0, max: 100}
  nights: {min: 0, max: 360}
indicators:
  use:
    points: 5
    rules: {deduct: 5, when: beds * nights > 30000 and beds + nights < 300}
""",
        """points: 5
figures:
  beds: {min: 0, max: 100}
  nights: {min: 0, max: 360}
indicators:
  use:
    points: 5
    rules: {deduct: 5, when: beds * nights > 30000}
""",
        Text(
            "Check does not guess. Here no trial met the condition, and whether any case can is open.",
            "检查不作猜测，这里说明它到哪里为止：试算没有遇到符合条件的情形，但不能断定不会出现。",
        ),
        Text(
            "Let a condition hang on one figure, which may be derived: what depends on one is proved. Or test "
            "the bounds with cases, and allow it.",
            "让条件只取决于一项数据（可以是派生数据），这样的都能证明；或用测试用例检查界限后，用allow写明理由。",
        ),
    ),
}
