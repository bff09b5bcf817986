"""The tables of a library as append-only migrations, so that every released file can be brought to the present."""

from __future__ import annotations

APPLICATION_ID = 0x5A495049  # "ZIPI" in the file's header, which tells a library from any other SQLite file

Migration = tuple[str, ...]

_OWN = "id INTEGER PRIMARY KEY AUTOINCREMENT"  # never gives an id twice, so that a journal names one row for ever
_DIGEST = "digest TEXT NOT NULL"
_IN_REPORT = f"""{_OWN},
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0"""


def _link(table: str) -> str:
    # Deferred, because an undo may put a row back before the row it points at.
    return f"INTEGER REFERENCES {table} (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED"


_FIRST: Migration = (
    f"""CREATE TABLE department (
    {_OWN},
    name TEXT NOT NULL DEFAULT '',
    short_name TEXT NOT NULL DEFAULT '',
    self_name TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL DEFAULT '区级',
    {_DIGEST}
) STRICT""",
    # previous_id is the one self-reference: RESTRICT acts at once even when deferred and would forbid a step that
    # removes both ends, so it is NO ACTION, checked at commit.
    f"""CREATE TABLE report (
    {_OWN},
    department_id INTEGER NOT NULL REFERENCES department (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    year INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT '草稿',
    pack TEXT NOT NULL DEFAULT '',
    layout TEXT NOT NULL DEFAULT '',
    previous_id INTEGER REFERENCES report (id) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED,
    annex_label TEXT NOT NULL DEFAULT '',
    sign_date TEXT NOT NULL DEFAULT '',
    overall_goal TEXT NOT NULL DEFAULT '',
    overall_work TEXT NOT NULL DEFAULT '',
    spending_goal TEXT NOT NULL DEFAULT '',
    goal_completion TEXT NOT NULL DEFAULT '',
    goal_shortfall TEXT NOT NULL DEFAULT '',
    projects_due INTEGER,
    unlisted_projects INTEGER,
    management_text TEXT NOT NULL DEFAULT '',
    results_text TEXT NOT NULL DEFAULT '',
    typed_management TEXT,
    typed_delivery TEXT,
    typed_total TEXT,
    preparer TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    leader TEXT NOT NULL DEFAULT '',
    filled_on TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE office (
    {_IN_REPORT},
    name TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE unit (
    {_IN_REPORT},
    name TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '参公',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE duty (
    {_IN_REPORT},
    text TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE key_work (
    {_IN_REPORT},
    title TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE fund_line (
    {_IN_REPORT},
    axis TEXT NOT NULL DEFAULT '资金来源',
    category TEXT NOT NULL DEFAULT '',
    budget INTEGER,
    executed INTEGER,
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE task (
    {_IN_REPORT},
    name TEXT NOT NULL DEFAULT '',
    analysis TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE project (
    {_IN_REPORT},
    name TEXT NOT NULL DEFAULT '',
    document_number TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '线上重点',
    level TEXT NOT NULL DEFAULT '本级',
    budget INTEGER,
    executed INTEGER,
    entrusted_budget INTEGER,
    entrusted_executed INTEGER,
    purpose TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE indicator (
    {_IN_REPORT},
    block TEXT NOT NULL DEFAULT '管理效能',
    task_id {_link("task")},
    level2 TEXT NOT NULL DEFAULT '',
    level3 TEXT NOT NULL DEFAULT '',
    definition TEXT NOT NULL DEFAULT '',
    criterion TEXT NOT NULL DEFAULT '',
    weight TEXT,
    target TEXT NOT NULL DEFAULT '',
    actual TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT '',
    rule TEXT NOT NULL DEFAULT '人工评分',
    parameters TEXT NOT NULL DEFAULT '',
    fact TEXT NOT NULL DEFAULT '',
    score TEXT,
    reason TEXT NOT NULL DEFAULT '',
    measure TEXT NOT NULL DEFAULT '',
    not_applicable INTEGER NOT NULL DEFAULT 0,
    origin TEXT NOT NULL DEFAULT '填报',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE adjustment (
    {_IN_REPORT},
    kind TEXT NOT NULL DEFAULT '加分',
    name TEXT NOT NULL DEFAULT '',
    score TEXT,
    reason TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE problem (
    {_IN_REPORT},
    title TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE measure (
    {_IN_REPORT},
    title TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    problem_id {_link("problem")},
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE evidence (
    {_IN_REPORT},
    name TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    content_hash TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE evidence_link (
    {_IN_REPORT},
    evidence_id {_link("evidence")},
    indicator_id {_link("indicator")},
    project_id {_link("project")},
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE override (
    {_IN_REPORT},
    key TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    generated TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    # report_id has no foreign key in the three tables below: what happened outlives the report it happened to.
    f"""CREATE TABLE step (
    {_OWN},
    report_id INTEGER,
    label TEXT NOT NULL,
    merge_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
    target_id INTEGER REFERENCES step (id) ON DELETE RESTRICT,
    started TEXT NOT NULL,
    time TEXT NOT NULL,
    user TEXT NOT NULL,
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE journal (
    {_OWN},
    step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE RESTRICT,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    before TEXT,
    after TEXT,
    {_DIGEST},
    UNIQUE (step_id, table_name, row_id)
) STRICT""",
    f"""CREATE TABLE snapshot (
    {_OWN},
    report_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    time TEXT NOT NULL,
    content TEXT NOT NULL,
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE setting (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    {_DIGEST}
) STRICT""",
    """CREATE TABLE content (
    hash TEXT PRIMARY KEY NOT NULL,
    data BLOB NOT NULL
) STRICT""",
    "CREATE INDEX report_by_department ON report (department_id)",
    "CREATE INDEX report_by_previous ON report (previous_id)",
    "CREATE INDEX office_by_report ON office (report_id)",
    "CREATE INDEX unit_by_report ON unit (report_id)",
    "CREATE INDEX duty_by_report ON duty (report_id)",
    "CREATE INDEX key_work_by_report ON key_work (report_id)",
    "CREATE INDEX fund_line_by_report ON fund_line (report_id)",
    "CREATE INDEX task_by_report ON task (report_id)",
    "CREATE INDEX project_by_report ON project (report_id)",
    "CREATE INDEX indicator_by_report ON indicator (report_id)",
    "CREATE INDEX indicator_by_task ON indicator (task_id)",
    "CREATE INDEX adjustment_by_report ON adjustment (report_id)",
    "CREATE INDEX problem_by_report ON problem (report_id)",
    "CREATE INDEX measure_by_report ON measure (report_id)",
    "CREATE INDEX measure_by_problem ON measure (problem_id)",
    "CREATE INDEX evidence_by_report ON evidence (report_id)",
    "CREATE INDEX evidence_link_by_report ON evidence_link (report_id)",
    "CREATE INDEX evidence_link_by_evidence ON evidence_link (evidence_id)",
    "CREATE INDEX evidence_link_by_indicator ON evidence_link (indicator_id)",
    "CREATE INDEX evidence_link_by_project ON evidence_link (project_id)",
    "CREATE INDEX override_by_report ON override (report_id)",
    "CREATE INDEX step_by_report ON step (report_id)",
    "CREATE INDEX step_by_state ON step (report_id, state)",
    "CREATE INDEX step_by_target ON step (target_id)",
    "CREATE INDEX journal_by_row ON journal (table_name, row_id)",
    "CREATE INDEX snapshot_by_report ON snapshot (report_id)",
)

_CARRY_OVER: Migration = (
    "ALTER TABLE report ADD COLUMN remark TEXT NOT NULL DEFAULT ''",
    # row_id has no foreign key, because it may be a row of any table; a step removes the mark with its row.
    f"""CREATE TABLE carried (
    {_IN_REPORT},
    table_name TEXT NOT NULL DEFAULT '',
    row_id INTEGER NOT NULL DEFAULT 0,
    fields TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    "CREATE INDEX carried_by_report ON carried (report_id)",
    "CREATE INDEX carried_by_row ON carried (table_name, row_id)",
)

_ACKNOWLEDGEMENTS: Migration = (
    f"""CREATE TABLE acknowledgement (
    {_IN_REPORT},
    rule TEXT NOT NULL DEFAULT '',
    fingerprint TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    "CREATE INDEX acknowledgement_by_report ON acknowledgement (report_id)",
)

_SCORE_TABLE: Migration = (
    f"ALTER TABLE project ADD COLUMN task_id {_link('task')}",
    f"ALTER TABLE problem ADD COLUMN indicator_id {_link('indicator')}",
    "CREATE INDEX project_by_task ON project (task_id)",
    "CREATE INDEX problem_by_indicator ON problem (indicator_id)",
)

_EXCHANGE: Migration = (
    "ALTER TABLE content ADD COLUMN added TEXT NOT NULL DEFAULT ''",
    # What a row is called in packages, where that is not told by how it came into this library; outlives the row.
    f"""CREATE TABLE row_key (
    {_OWN},
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    {_DIGEST},
    UNIQUE (table_name, row_id)
) STRICT""",
    # States of a report that others have too; step_id names the step that brought one in, whose undo takes it away.
    f"""CREATE TABLE shared_state (
    {_OWN},
    report_id INTEGER NOT NULL,
    hash TEXT NOT NULL,
    step_id INTEGER,
    data BLOB NOT NULL,
    {_DIGEST}
) STRICT""",
    "CREATE INDEX shared_state_by_report ON shared_state (report_id)",
)

_FORMS: Migration = (
    "ALTER TABLE report ADD COLUMN posts INTEGER",
    "ALTER TABLE report ADD COLUMN staff INTEGER",
    "ALTER TABLE project ADD COLUMN competent TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE project ADD COLUMN implementer TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE project ADD COLUMN goal TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE project ADD COLUMN goal_result TEXT NOT NULL DEFAULT ''",
    f"""CREATE TABLE project_fund (
    {_IN_REPORT},
    project_id {_link("project")},
    source TEXT NOT NULL DEFAULT '当年财政拨款',
    initial INTEGER,
    budget INTEGER,
    executed INTEGER,
    {_DIGEST}
) STRICT""",
    f"""CREATE TABLE project_indicator (
    {_IN_REPORT},
    project_id {_link("project")},
    block TEXT NOT NULL DEFAULT '',
    level2 TEXT NOT NULL DEFAULT '',
    level3 TEXT NOT NULL DEFAULT '',
    target TEXT NOT NULL DEFAULT '',
    actual TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT '',
    weight TEXT,
    rule TEXT NOT NULL DEFAULT '人工评分',
    parameters TEXT NOT NULL DEFAULT '',
    score TEXT,
    reason TEXT NOT NULL DEFAULT '',
    not_applicable INTEGER NOT NULL DEFAULT 0,
    {_DIGEST}
) STRICT""",
    "CREATE INDEX project_fund_by_report ON project_fund (report_id)",
    "CREATE INDEX project_fund_by_project ON project_fund (project_id)",
    "CREATE INDEX project_indicator_by_report ON project_indicator (report_id)",
    "CREATE INDEX project_indicator_by_project ON project_indicator (project_id)",
)

_COLLECTION: Migration = (
    # 采集表 that were made, whom they ask, and the step by which one was read; the form is called by `key` in its file.
    f"""CREATE TABLE form (
    {_OWN},
    report_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    made TEXT NOT NULL,
    asked INTEGER NOT NULL,
    answered INTEGER,
    read TEXT,
    step_id INTEGER,
    {_DIGEST}
) STRICT""",
    "CREATE INDEX form_by_report ON form (report_id)",
    *(
        f"ALTER TABLE {table} ADD COLUMN {target}_id {_link(target)}"
        for table in ("task", "project", "indicator")
        for target in ("office", "unit")
    ),
    *(
        f"CREATE INDEX {table}_by_{target} ON {table} ({target}_id)"
        for table in ("task", "project", "indicator")
        for target in ("office", "unit")
    ),
)

_SUPPLEMENTS: Migration = (
    f"""CREATE TABLE supplement (
    {_IN_REPORT},
    chapter TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    {_DIGEST}
) STRICT""",
    "CREATE INDEX supplement_by_report ON supplement (report_id)",
)

MIGRATIONS: tuple[Migration, ...] = (
    _FIRST, _CARRY_OVER, _ACKNOWLEDGEMENTS, _SCORE_TABLE, _EXCHANGE, _FORMS, _COLLECTION, _SUPPLEMENTS,
)  # fmt: skip
"""What turns version n into n + 1, statement by statement; released ones are never edited, only followed by others."""
