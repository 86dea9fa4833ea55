"""季度督查督办通报: the numbers of ``/supervision`` for a quarter, by department, and the red items."""

from briefings.declare import Column, Graph, Grid, Kind, Listing, Para, Section

#: Two batches beside each other: what was initiated in the quarter, and what fell due in it.
_DEPARTMENTS = (
    Column("立项批次件数", "DB01"),
    Column("立项批次办结", "DB03.finished"),
    Column("立项批次办结率", "DB03", width=1.3),
    Column("立项批次延期", "DB09.extended"),
    Column("到期批次应办结", "DB04.due"),
    Column("到期批次按期办结率", "DB04", width=1.4),
    Column("位次", "DB04", "rank", width=1.5),
    Column("较上季", "DB04", "climb", "before", width=1.5),
    Column("首次期限到期应办结", "DB05.due"),
    Column("原期限按期率", "DB05", width=1.4),
    Column("期末超期", "DB06"),
)

KIND = Kind(
    code="supervision",
    label="季度督查督办通报",
    every="quarter",
    series="督查督办通报",
    unit="北京市科协办公室",
    title="{{ time }}督查督办情况通报",
    sent_to="市科协领导，机关各部门、直属各单位",
    sections=(
        Section(
            "总体情况",
            Para(
                "{{ time }}新立项督办事项{{ n('DB01') }}{{ mom('DB01') }}，截至{{ day }}已办结"
                "{{ n('DB03.finished', zero=True) }}，办结率{{ n('DB03', zero=True) }}。",
                "{{ now }}核验销号{{ n('DB02') }}{{ mom('DB02') }}，自交办至核验平均用时{{ n('DB08') }}，"
                "中位数{{ n('DB08.median') }}。",
                "领导批示立项{{ n('DB11.base') }}，已办结{{ n('DB11.finished', zero=True) }}，"
                "办结率{{ n('DB11', zero=True) }}。",
            ),
        ),
        Section(
            "按期办理与延期",
            Para(
                "批准期限在{{ now }}到期的应办结事项{{ n('DB04.due') }}，其中按批准期限办结"
                "{{ n('DB04.in_time', zero=True) }}，按期办结率{{ n('DB04', zero=True) }}{{ mom('DB04') }}。",
                "首次期限在{{ now }}到期的应办结事项{{ n('DB05.due') }}，其中按首次期限办结"
                "{{ n('DB05.in_time', zero=True) }}，原期限按期率{{ n('DB05', zero=True) }}"
                "{{ mom('DB05') }}。",
                "{% if some('DB09.extended') %}{{ now }}立项事项中批准有效延期的{{ n('DB09.extended') }}，"
                "延期率{{ n('DB09') }}。{% elif some('DB01') %}{{ now }}立项事项没有延期。{% endif %}",
                "{{ now }}应反馈{{ n('DB10.due') }}，按时反馈{{ n('DB10.in_time', zero=True) }}，"
                "反馈及时率{{ n('DB10', zero=True) }}{{ mom('DB10') }}。",
            ),
        ),
        Section(
            "亮灯情况",
            Para(
                "截至{{ day }}，在册督办事项中红灯{{ n('DB.lights', light='red', zero=True) }}，"
                "黄灯{{ n('DB.lights', light='yellow', zero=True) }}，"
                "绿灯{{ n('DB.lights', light='green', zero=True) }}，"
                "蓝灯（办结待核验）{{ n('DB.lights', light='blue', zero=True) }}。",
                "{% if some('DB06') %}超期未办结{{ n('DB06') }}，比{{ last }}末"
                "{{ change('DB06', 'before') }}。"
                "{% else %}没有超期未办结事项。{% endif %}",
                "按目前进度推算可能超期的预警事项{{ n('DB12') }}。",
                "催办后未回应{{ n('DB.urged') }}。",
                "退回待重报{{ n('DB.returned') }}。",
            ),
        ),
        Section(
            "各部门办理情况",
            Grid(
                "各部门办理情况（按期办结率由高到低）",
                "department",
                _DEPARTMENTS,
                sort="DB04",
                width=2.5,
                total="合计",
                note="单位：件。“立项批次”为{{ now }}立项的事项，“到期批次”为批准期限在{{ now }}到期的事项。"
                "位次依按期办结率，率相同的并列，并列的不计升降；"
                "到期应办结不足{{ rank_base }}件的不排位次，列在后面。",
            ),
            Graph("各部门{{ now }}立项事项", ("DB01",), by="department"),
        ),
        Section(
            "红灯事项",
            Listing(
                "红灯事项",
                "DB.lights",
                (("title", "事项", 4.2), ("department", "牵头部门", 1.7), ("deadline", "批准期限", 1.5),
                 ("missing", "连续缺报", 0.9)),
                none="截至{{ day }}没有红灯事项。",
                dims=(("light", ("red",)),),
                sort="deadline",
                late_by="deadline",
            ),
        ),
    ),
)  # fmt: skip
