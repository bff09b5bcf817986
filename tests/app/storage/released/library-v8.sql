PRAGMA application_id=1514754121;
PRAGMA user_version=8;
BEGIN TRANSACTION;
CREATE TABLE acknowledgement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    rule TEXT NOT NULL DEFAULT '',
    fingerprint TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE adjustment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL DEFAULT '加分',
    name TEXT NOT NULL DEFAULT '',
    score TEXT,
    reason TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE carried (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    table_name TEXT NOT NULL DEFAULT '',
    row_id INTEGER NOT NULL DEFAULT 0,
    fields TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE content (
    hash TEXT PRIMARY KEY NOT NULL,
    data BLOB NOT NULL
, added TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE department (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL DEFAULT '',
    short_name TEXT NOT NULL DEFAULT '',
    self_name TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL DEFAULT '区级',
    digest TEXT NOT NULL
) STRICT;
INSERT INTO "department" VALUES(1,'广州市番禺区民政局','我局','','番禺区','区级','b24a31ddfae1adafbd5a5103b5a3bb6f7c762596b9823f7ad477f3b581df160f');
CREATE TABLE duty (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    text TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    content_hash TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
) STRICT;
INSERT INTO "evidence" VALUES(1,1,0,'发放表','','','','2fb82c495b98648eabddfa1edcb67846ded15272314a99e51cfb584bef76a67a');
CREATE TABLE evidence_link (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    evidence_id INTEGER REFERENCES evidence (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    indicator_id INTEGER REFERENCES indicator (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    project_id INTEGER REFERENCES project (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    digest TEXT NOT NULL
) STRICT;
INSERT INTO "evidence_link" VALUES(1,1,0,1,1,NULL,'4f684e9edea0ad1bcb87b5bf61d294e554865ab02e82f564b7d6c714bf43fabd');
CREATE TABLE form (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE fund_line (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    axis TEXT NOT NULL DEFAULT '资金来源',
    category TEXT NOT NULL DEFAULT '',
    budget INTEGER,
    executed INTEGER,
    digest TEXT NOT NULL
) STRICT;
INSERT INTO "fund_line" VALUES(1,1,0,'资金来源','财政拨款',612967500,597584200,'c6fb861d08b316bc09189d313995b8749f0308942e8647f6ba46f4233aec19be');
CREATE TABLE indicator (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    block TEXT NOT NULL DEFAULT '管理效能',
    task_id INTEGER REFERENCES task (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
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
    digest TEXT NOT NULL
, office_id INTEGER REFERENCES office (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED, unit_id INTEGER REFERENCES unit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED) STRICT;
INSERT INTO "indicator" VALUES(1,1,0,'',1,'数量','救助人数','','','2.5','','','','人工评分','','',NULL,'','',0,'填报','e7362cf6624d3e305fa086a1d94ae721cf9bc424917871f24d34a0bb131400f0',NULL,NULL);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE RESTRICT,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    before TEXT,
    after TEXT,
    digest TEXT NOT NULL,
    UNIQUE (step_id, table_name, row_id)
) STRICT;
INSERT INTO "journal" VALUES(1,1,'department',1,NULL,'{"id":1,"level":"区级","name":"广州市番禺区民政局","region":"番禺区","self_name":"","short_name":"我局"}','0881b7db4417736b5d6cc64e1eda7aa45bdc8adcd6a1e800e47547681283dc10');
INSERT INTO "journal" VALUES(2,2,'report',1,NULL,'{"annex_label":"","department_id":1,"filled_on":"","goal_completion":"","goal_shortfall":"","id":1,"layout":"","leader":"","management_text":"","overall_goal":"","overall_work":"","pack":"panyu-2021","phone":"","posts":null,"preparer":"","previous_id":null,"projects_due":null,"remark":"","results_text":"","sign_date":"","spending_goal":"","staff":null,"status":"草稿","typed_delivery":null,"typed_management":null,"typed_total":null,"unlisted_projects":null,"year":2021}','20f534b8404530a8a89296a85df822950f172c695bbe6bd4fa116339e3a51942');
INSERT INTO "journal" VALUES(3,3,'office',1,NULL,'{"id":1,"name":"办公室","position":1,"report_id":1}','5ff9febb778f303d1853cae273be7b06932c0d3c3dfca4c4a18a58af6f398e5b');
INSERT INTO "journal" VALUES(4,3,'fund_line',1,NULL,'{"axis":"资金来源","budget":612967500,"category":"财政拨款","executed":597584200,"id":1,"position":0,"report_id":1}','94b53ededd32311bc0c2fc80171ebbaac43dde1655da92ad38ca125dac68c4eb');
INSERT INTO "journal" VALUES(5,3,'task',1,NULL,'{"analysis":"全面完成。","id":1,"name":"兜底保障","office_id":null,"position":0,"report_id":1,"unit_id":null}','ff14720b5e171fef2ccabe1b928623946edff272b73158fe8e2c3eba00b0117c');
INSERT INTO "journal" VALUES(6,3,'project',1,NULL,'{"budget":474458,"competent":"","document_number":"","entrusted_budget":null,"entrusted_executed":null,"executed":null,"goal":"","goal_result":"","id":1,"implementer":"","kind":"线上重点","level":"本级","name":"养老服务","office_id":null,"position":0,"purpose":"","report_id":1,"result":"","task_id":null,"unit_id":null}','72a5924d4178f36ffe62e60bf5c71501519d4b79ca53bd91d1690462f4e00080');
INSERT INTO "journal" VALUES(7,3,'indicator',1,NULL,'{"actual":"","block":"","criterion":"","definition":"","fact":"","id":1,"level2":"数量","level3":"救助人数","measure":"","not_applicable":0,"office_id":null,"origin":"填报","parameters":"","position":0,"reason":"","report_id":1,"rule":"人工评分","score":null,"target":"","task_id":1,"unit":"","unit_id":null,"weight":"2.5"}','c47862cfe6fad5cd0dc573369963b61046b8caeb950679922f10a784260c671f');
INSERT INTO "journal" VALUES(8,3,'problem',1,NULL,'{"id":1,"indicator_id":null,"position":0,"report_id":1,"text":"","title":"支出进度偏慢"}','2d417562a8b67aa140215634bd9d1c799b2066cea09b08fb2ca42b9c70687fe8');
INSERT INTO "journal" VALUES(9,3,'measure',1,NULL,'{"id":1,"position":0,"problem_id":1,"report_id":1,"text":"","title":"加快支出"}','981697f0db81f48d4d7233fb1b45f718846383f10f1ee361d649ab421af9cd09');
INSERT INTO "journal" VALUES(10,3,'evidence',1,NULL,'{"content_hash":"","file_name":"","id":1,"name":"发放表","note":"","position":0,"report_id":1}','504022b559ff7167c99801c85eb57bbb89e87d3ba54e75abae2d52c91dc7f304');
INSERT INTO "journal" VALUES(11,3,'evidence_link',1,NULL,'{"evidence_id":1,"id":1,"indicator_id":1,"position":0,"project_id":null,"report_id":1}','df3da454e7c7173a27d59ff9918e13acb7b5c04275c6cd98c59fdc4baedc68ae');
CREATE TABLE key_work (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE measure (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    problem_id INTEGER REFERENCES problem (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    digest TEXT NOT NULL
) STRICT;
INSERT INTO "measure" VALUES(1,1,0,'加快支出','',1,'a7ad43540f46f3c0e38135cd6499af7962a8c3d3c459af748c401311c8109dd4');
CREATE TABLE office (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
) STRICT;
INSERT INTO "office" VALUES(1,1,1,'办公室','eba6059b6236d64e69ef0ba11b9a2f1806e8b4e507d9fc4fc34f559f35d8132d');
CREATE TABLE override (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    generated TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE problem (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
, indicator_id INTEGER REFERENCES indicator (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED) STRICT;
INSERT INTO "problem" VALUES(1,1,0,'支出进度偏慢','','df44d8a6bcdc95cc71ffed6c4d49cd1bc3ca3305081a9efb344f351ee15b1a1a',NULL);
CREATE TABLE project (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
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
    digest TEXT NOT NULL
, task_id INTEGER REFERENCES task (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED, competent TEXT NOT NULL DEFAULT '', implementer TEXT NOT NULL DEFAULT '', goal TEXT NOT NULL DEFAULT '', goal_result TEXT NOT NULL DEFAULT '', office_id INTEGER REFERENCES office (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED, unit_id INTEGER REFERENCES unit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED) STRICT;
INSERT INTO "project" VALUES(1,1,0,'养老服务','','线上重点','本级',474458,NULL,NULL,NULL,'','','9a12cd5bd176dbaa63b741d28fdc1adc08b0e5edec8a64f37f21546f2f26087b',NULL,'','','','',NULL,NULL);
CREATE TABLE project_fund (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    project_id INTEGER REFERENCES project (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    source TEXT NOT NULL DEFAULT '当年财政拨款',
    initial INTEGER,
    budget INTEGER,
    executed INTEGER,
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE project_indicator (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    project_id INTEGER REFERENCES project (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
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
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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
    digest TEXT NOT NULL
, remark TEXT NOT NULL DEFAULT '', posts INTEGER, staff INTEGER) STRICT;
INSERT INTO "report" VALUES(1,1,2021,'草稿','panyu-2021','',NULL,'','','','','','','',NULL,NULL,'','',NULL,NULL,NULL,'','','','','0ccd8030fee3504422a199cf8b380a3f59ef1dde89ae56a3d0aff0c1680c2723','',NULL,NULL);
CREATE TABLE row_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (table_name, row_id)
) STRICT;
CREATE TABLE setting (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE shared_state (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL,
    hash TEXT NOT NULL,
    step_id INTEGER,
    data BLOB NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    time TEXT NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER,
    label TEXT NOT NULL,
    merge_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
    target_id INTEGER REFERENCES step (id) ON DELETE RESTRICT,
    started TEXT NOT NULL,
    time TEXT NOT NULL,
    user TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
INSERT INTO "step" VALUES(1,NULL,'新建部门','','edit','done',NULL,'2022-03-05T12:00:00.000+08:00','2022-03-05T12:00:00.000+08:00','officer','cb6a7ac1bec2fcd4f9b2bb0242fe78fb8719b52fed76c8e36e81fa9543159f26');
INSERT INTO "step" VALUES(2,NULL,'新建报告','','edit','done',NULL,'2022-03-05T12:00:00.000+08:00','2022-03-05T12:00:00.000+08:00','officer','8941cc0548f0fc29538236ff78078221e09e1b3776b68aa13df29192f454c077');
INSERT INTO "step" VALUES(3,1,'填报','','edit','done',NULL,'2022-03-05T12:00:00.000+08:00','2022-03-05T12:00:00.000+08:00','officer','8f6955d4ece32f6a1fc988d650412e4dc7f4669fa32c2c2662dd90f31fb91b58');
CREATE TABLE supplement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    chapter TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE task (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    analysis TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
, office_id INTEGER REFERENCES office (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED, unit_id INTEGER REFERENCES unit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED) STRICT;
INSERT INTO "task" VALUES(1,1,0,'兜底保障','全面完成。','0d988af132c54ac05128163d648e8875a1e02e0a7c8f21631bc1e4172e5a8b2c',NULL,NULL);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '参公',
    digest TEXT NOT NULL
) STRICT;
CREATE INDEX report_by_department ON report (department_id);
CREATE INDEX report_by_previous ON report (previous_id);
CREATE INDEX office_by_report ON office (report_id);
CREATE INDEX unit_by_report ON unit (report_id);
CREATE INDEX duty_by_report ON duty (report_id);
CREATE INDEX key_work_by_report ON key_work (report_id);
CREATE INDEX fund_line_by_report ON fund_line (report_id);
CREATE INDEX task_by_report ON task (report_id);
CREATE INDEX project_by_report ON project (report_id);
CREATE INDEX indicator_by_report ON indicator (report_id);
CREATE INDEX indicator_by_task ON indicator (task_id);
CREATE INDEX adjustment_by_report ON adjustment (report_id);
CREATE INDEX problem_by_report ON problem (report_id);
CREATE INDEX measure_by_report ON measure (report_id);
CREATE INDEX measure_by_problem ON measure (problem_id);
CREATE INDEX evidence_by_report ON evidence (report_id);
CREATE INDEX evidence_link_by_report ON evidence_link (report_id);
CREATE INDEX evidence_link_by_evidence ON evidence_link (evidence_id);
CREATE INDEX evidence_link_by_indicator ON evidence_link (indicator_id);
CREATE INDEX evidence_link_by_project ON evidence_link (project_id);
CREATE INDEX override_by_report ON override (report_id);
CREATE INDEX step_by_report ON step (report_id);
CREATE INDEX step_by_state ON step (report_id, state);
CREATE INDEX step_by_target ON step (target_id);
CREATE INDEX journal_by_row ON journal (table_name, row_id);
CREATE INDEX snapshot_by_report ON snapshot (report_id);
CREATE INDEX carried_by_report ON carried (report_id);
CREATE INDEX carried_by_row ON carried (table_name, row_id);
CREATE INDEX acknowledgement_by_report ON acknowledgement (report_id);
CREATE INDEX project_by_task ON project (task_id);
CREATE INDEX problem_by_indicator ON problem (indicator_id);
CREATE INDEX shared_state_by_report ON shared_state (report_id);
CREATE INDEX project_fund_by_report ON project_fund (report_id);
CREATE INDEX project_fund_by_project ON project_fund (project_id);
CREATE INDEX project_indicator_by_report ON project_indicator (report_id);
CREATE INDEX project_indicator_by_project ON project_indicator (project_id);
CREATE INDEX form_by_report ON form (report_id);
CREATE INDEX task_by_office ON task (office_id);
CREATE INDEX task_by_unit ON task (unit_id);
CREATE INDEX project_by_office ON project (office_id);
CREATE INDEX project_by_unit ON project (unit_id);
CREATE INDEX indicator_by_office ON indicator (office_id);
CREATE INDEX indicator_by_unit ON indicator (unit_id);
CREATE INDEX supplement_by_report ON supplement (report_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('department',1);
INSERT INTO "sqlite_sequence" VALUES('step',3);
INSERT INTO "sqlite_sequence" VALUES('journal',11);
INSERT INTO "sqlite_sequence" VALUES('report',1);
INSERT INTO "sqlite_sequence" VALUES('office',1);
INSERT INTO "sqlite_sequence" VALUES('fund_line',1);
INSERT INTO "sqlite_sequence" VALUES('task',1);
INSERT INTO "sqlite_sequence" VALUES('project',1);
INSERT INTO "sqlite_sequence" VALUES('indicator',1);
INSERT INTO "sqlite_sequence" VALUES('problem',1);
INSERT INTO "sqlite_sequence" VALUES('measure',1);
INSERT INTO "sqlite_sequence" VALUES('evidence',1);
INSERT INTO "sqlite_sequence" VALUES('evidence_link',1);
COMMIT;
