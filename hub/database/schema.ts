/**
 * The tables as Kysely sees them. Portable to SQLite and PostgreSQL: text for ids, instants (ISO 8601 UTC) and JSON;
 * whole numbers; 0 and 1 for no and yes.
 */
export type HubTables = {
  hub_settings: { name: string; value: string };
  accounts: {
    id: string;
    account: string;
    name: string;
    roles: string;
    employer: string;
    district: string;
    password_hash: string;
    created_at: string;
  };
  sign_in_throttle: { name_hash: string; failures: number; last_failure_at: number; blocked_until: number };
  devices: {
    account_id: string;
    id: string;
    name: string;
    secret: string;
    last_seq: number;
    /** The event that number was counted for; null where it was counted before this was written down. */
    last_event_id: string | null;
    durable_seq: number;
    blocked_at: string | null;
    registered_at: string;
    /** What people call it: see core/device-code.ts. */
    code: string;
    platform: string;
    /** To the nearest quarter of an hour: not every request is worth a write. */
    last_contact_at: string | null;
    revoked_at: string | null;
    /** The account that revoked it; empty: at the command line. */
    revoked_by: string;
    /** When the device said that it has shredded what it had. */
    shredded_at: string | null;
  };
  sessions: {
    token_hash: string;
    account_id: string;
    device_id: string;
    created_at: string;
    expires_at: string;
  };
  micro_credentials: { id: string; code: string; version: number; state: string };
  micro_credential_versions: { id: string; version: number; rubric_hash: string; state: string };
  submissions: {
    id: string;
    code: string;
    micro_credential_id: string;
    earner: string;
    attempt: number;
    employer: string;
    district: string;
    content_hash: string;
    version: number;
    state: string;
  };
  artifacts: { id: string; submission_id: string; sha256: string; version: number; state: string };
  evidence_files: { sha256: string; size: number; media_type: string; manifest: string };
  assignments: {
    id: string;
    submission_id: string;
    micro_credential_id: string;
    micro_credential_version: number;
    reviewer_id: string;
    kind: string;
    state: string;
    rubric_hash: string;
    assigned_at: string;
    due_at: string;
    lease_expires_at: string;
    submitted_at: string | null;
    amendable_until: string | null;
    version: number;
    /** Requests that a refused final count, as JSON; null while there is none. */
    supersedes: string | null;
  };
  feeds: { reader_id: string; head_seq: number; head_hash: string; count: number; digest: string };
  feed_entries: {
    reader_id: string;
    seq: number;
    chain_hash: string;
    kind: string;
    entity_id: string;
    version: number;
    /** The change as JSON; null once a later entry made it pointless. The row stays: cursors name it. */
    change: string | null;
  };
  feed_live: { reader_id: string; kind: string; entity_id: string; version: number };
  events: {
    event_id: string;
    account_id: string;
    device_id: string;
    device_seq: number;
    assignment_id: string;
    type: string;
    payload: string;
    payload_hash: string;
    rubric_hash: string;
    occurred_at: string;
    received_at: string;
    result: string;
    problem: string | null;
    receipt: string | null;
    counted: number;
    sealed: number;
  };
  review_registers: {
    assignment_id: string;
    key: string;
    stamp: string;
    operation: string;
    device_name: string;
    received_at: string;
  };
  reviews: {
    assignment_id: string;
    revision: number;
    submission_id: string;
    submission_code: string;
    reviewer_id: string;
    rubric_hash: string;
    content: string;
    content_hash: string;
    decision: string;
    active_seconds: number;
    received_at: string;
    late: number;
    counted: number;
    event_id: string;
  };
  alerts: {
    id: string;
    kind: string;
    urgent: number;
    assignment_id: string;
    submission_code: string;
    reviewer_id: string;
    content: string;
    received_at: string;
  };
  erasures: {
    id: string;
    submission_id: string;
    submission_code: string;
    erased_at: string;
    erased_by: string;
    evidence_files: number;
    reviews: number;
    /** 1: reported by a device, unknown here. The hub was restored from a backup that holds the submission. */
    undone: number;
  };
  /** Whose feeds an erasure went to. */
  erasure_readers: { erasure_id: string; reader_id: string };
  erasure_receipts: {
    erasure_id: string;
    account_id: string;
    device_id: string;
    event_id: string;
    received_at: string;
  };
  /** Evidence whose rows are gone and whose bytes still have to go. */
  erased_blobs: { sha256: string };
  backups: { id: string; started_at: string; finished_at: string | null };
  /** Of the hub's own sign-in. Seconds since 1970; a token stands here as its SHA-256 only. */
  identity_records: {
    kind: string;
    id_hash: string;
    payload: string;
    grant_id: string | null;
    expires_at: number;
    consumed_at: number | null;
  };
  account_identities: { issuer: string; subject: string; account_id: string; linked_at: string };
  backup_marks: { backup_id: string; account_id: string; device_id: string; last_seq: number };
};
