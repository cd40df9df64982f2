"""What can be wrong when a report is written: code → words."""

from scoring.message import Message

REPORT: dict[str, Message] = {
    "template-for-word": Message(
        "'{name}' is no document of Word: {option} has no use for it",
        "“{name}”不是Word文档，用不上{option}",
        "give an output that ends in .docx, or leave the option out",
        "请把输出文件名写成以.docx结尾，或去掉该选项",
    ),
    "template-unreadable": Message(
        "the template '{name}' cannot be read: {reason}",
        "无法读取模板“{name}”：{reason}",
        "name a document of Word (.docx)",
        "请指定一个Word文档（.docx）",
    ),
    "template-not-word": Message(
        "the template '{name}' is no sound document of Word: {reason}",
        "模板“{name}”不是完好的Word文档：{reason}",
        "open it in Word or WPS and save it as .docx; 'scoring report … --save-template FILE.docx' gives one to "
        "start from",
        "请用Word或WPS打开并另存为.docx；“scoring report … --save-template FILE.docx”可给出一个可供修改的模板",
    ),
    "template-large": Message(
        "the template '{name}' is too large, or fills a document that is: more than {limit} bytes",
        "模板“{name}”过大，或填写后过大：超过{limit}字节",
        "take large pictures out of it, or loops inside loops",
        "请去掉其中的大图片，或循环套循环的写法",
    ),
    "template-outside": Message(
        "the template '{name}' has a part that lies elsewhere: {target}",
        "模板“{name}”含有存放在别处的内容：{target}",
        "put pictures and styles into the document itself: whoever opened the report would ask for them",
        "请把图片、样式放进文档本身；否则打开报告的人都会去读取它",
    ),
    "template-forbidden": Message(
        "a template may not use '{what}' (near '{place}')",
        "模板中不能使用“{what}”（在“{place}”附近）",
        "it may name variables, use for and if, and the filters {filters}",
        "模板中可以写变量、for和if，以及这些过滤器：{filters}",
    ),
    "template-unknown": Message(
        "the template asks for what is not there: {reason} (near '{place}')",
        "模板引用了不存在的内容：{reason}（在“{place}”附近）",
        "at the top there are: {known}; docs/reports.md tells what is in them",
        "最上层的变量有：{known}；其中的内容见docs/reports.md",
    ),
    "template-wrong": Message(
        "the template has a mistake near '{place}': {reason}",
        "模板在“{place}”附近有误：{reason}",
        "every for needs an endfor and every if an endif, in the same table or outside of any",
        "每个for要有endfor，每个if要有endif，且位于同一表格内，或都在表格之外",
    ),
    "template-broken": Message(
        "what comes of the template is no document: {reason}",
        "模板填写后不是有效的文档：{reason}",
        "write tags that repeat paragraphs as p-tags and rows as tr-tags, each alone in its paragraph or row",
        "重复段落的标记请写成p标记，重复表格行的请写成tr标记，并各自独占一段或一行",
    ),
}
