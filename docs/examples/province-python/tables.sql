-- 本省的表；id 均为全局标识。 · The tables of the province; each id is a global one.

create table authority (
  code text primary key,
  name_zh text not null,
  name_en text not null,
  nature text not null
);

create table service_window (
  id text primary key,
  unit_code text not null references authority (code),
  name_zh text not null,
  name_en text not null,
  address text not null,
  hours text not null,
  phone text not null,
  serves_other_provinces integer not null
);

create table service_item (
  id text primary key,
  item_code text not null,
  task_code text not null,
  version integer not null,
  name_zh text not null,
  name_en text not null,
  mode text not null,
  task_type text not null,
  case_kind text not null,
  exercise_level text not null,
  competent_authority text not null,
  authority_code text not null references authority (code),
  service_objects text not null,
  forms text not null,
  statutory_days integer,
  statutory_unit text,
  statutory_note text,
  promised_days integer not null,
  promised_unit text not null,
  promised_note text,
  max_visits integer not null,
  visit_reason text,
  acceptance_conditions text not null,
  handling_flow text not null,
  region_scope text not null,
  covered_provinces text,
  result_name text not null,
  result_type text not null,
  legal_basis text not null,
  updated_at text not null
);

create table material (
  item_code text not null,
  name text not null,
  required integer not null,
  grade text not null,
  form text not null,
  source text not null,
  issuing_body text,
  originals integer not null,
  copies integer not null,
  note text
);

create table fee (
  item_code text not null,
  name text not null,
  amount_fen integer not null,
  basis text not null,
  reducible integer not null
);

create table service_case (
  id text primary key,
  case_no text not null unique,
  item_code text not null,
  mode text not null,
  state text not null,
  kind text,
  applicant_kind text not null,
  applicant_province text not null,
  channel text not null,
  submitted_at text not null,
  due_at text,
  accepted_at text,
  acceptance_no text,
  completion_code text,
  completed_at text,
  by_courier integer,
  fee_fen integer,
  updated_at text not null
);

create table case_step (
  case_id text not null references service_case (id),
  seq integer not null,
  name text not null,
  unit_code text not null references authority (code),
  action text,
  started_at text not null,
  ended_at text,
  primary key (case_id, seq)
);

create table case_material (
  case_id text not null references service_case (id),
  name text not null,
  received integer not null,
  channel text,
  count integer not null,
  received_at text
);

create table special_procedure (
  case_id text not null references service_case (id),
  kind text not null,
  name text not null,
  started_at text not null,
  ended_at text
);

-- 每种排序一个索引，末列为 id。 · One index for each order, ending in the id.
create index item_by_code on service_item (item_code, id);
create index item_by_name on service_item (name_zh, id);
create index item_by_promise on service_item (promised_days, id);
create index item_by_limit on service_item (statutory_days, id);
create index item_by_update on service_item (updated_at, id);
create index case_by_submission on service_case (submitted_at, id);
create index case_by_due on service_case (due_at, id);
create index window_by_name on service_window (name_zh, id);
create index window_of_unit on service_window (unit_code);
create index material_of_item on material (item_code);
create index fee_of_item on fee (item_code);
create index material_of_case on case_material (case_id);
create index procedure_of_case on special_procedure (case_id);
