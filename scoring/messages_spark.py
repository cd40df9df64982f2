"""What can be wrong when a table is scored on Spark: code → words."""

from scoring.message import Message

SPARK: dict[str, Message] = {
    "spark-frame": Message(
        "this is no Spark DataFrame but a {found}",
        "这不是Spark的DataFrame，而是{found}",
        "tables of other libraries are scored by 'ruleset.score_table'",
        "其他库的表格请用ruleset.score_table评分",
    ),
    "spark-column": Message(
        "the columns '{first}' and '{second}' have one name for Spark",
        "对Spark而言，列“{first}”和“{second}”同名",
        "rename one of them; Spark takes small and capital letters for the same",
        "请重命名其中一列；Spark不区分大小写",
    ),
    "spark-python": Message(
        "the Python of Spark's workers is {found}, and here it is {own}",
        "Spark工作进程的Python版本为{found}，而此处为{own}",
        "set PYSPARK_PYTHON (with spark-submit, spark.pyspark.python) to a Python {own} that has "
        "'declarative-scoring[data]'",
        "请将PYSPARK_PYTHON（用spark-submit时为spark.pyspark.python）设为装有“declarative-scoring[data]”的Python {own}",
    ),
    "spark-lacks": Message(
        "the Python of Spark's workers has no {missing}",
        "Spark工作进程的Python中缺少{missing}",
        "install 'declarative-scoring[data]=={version}' there, or set PYSPARK_PYTHON (with spark-submit, "
        "spark.pyspark.python) to a Python that has it",
        "请在工作节点安装“declarative-scoring[data]=={version}”，或将PYSPARK_PYTHON（用spark-submit时为spark.pyspark.python）设为已安装它的Python",
    ),
    "spark-library": Message(
        "Spark's workers have version {found} of this library, and here it is {own}",
        "Spark工作进程中本库的版本为{found}，而此处为{own}",
        "install 'declarative-scoring[data]=={own}' on every worker",
        "请在每个工作节点安装“declarative-scoring[data]=={own}”",
    ),
    "spark-worker": Message(
        "Spark's workers cannot run Python: {said}",
        "Spark工作进程无法运行Python：{said}",
        "see that PYSPARK_PYTHON (with spark-submit, spark.pyspark.python) names a Python {own} on every worker",
        "请确认每个工作节点上PYSPARK_PYTHON（用spark-submit时为spark.pyspark.python）指向Python {own}",
    ),
    "spark-cohort": Message(
        "'{name}' is taken over all cases, and records make nodes of this ruleset: its rows are only scored together",
        "“{name}”取自全部案例，且本规则集的节点由记录生成，各行只能一起评分",
        "score the whole table with 'ruleset.score_all' on one machine",
        "请在一台机器上用ruleset.score_all为整张表评分",
    ),
}
