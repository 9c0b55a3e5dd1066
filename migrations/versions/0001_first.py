"""Every table of the product as it began."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

AUDIT_IS_KEPT = (  # entries are added and sealed once, a chain only grows, and nothing is ever taken away
    """
    CREATE FUNCTION audit_entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
            AND to_jsonb(NEW) - '{seq,prev,hash}'::text[] = to_jsonb(OLD) - '{seq,prev,hash}'::text[] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'an audit entry is never changed' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE FUNCTION audit_chain_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.org_id = OLD.org_id AND NEW.length > OLD.length THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'an audit chain only grows' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_row BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_is_kept()
    """,
    """
    CREATE TRIGGER audit_entry_all BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_kept()
    """,
    """
    CREATE TRIGGER audit_chain_row BEFORE UPDATE OR DELETE ON audit_chain
    FOR EACH ROW EXECUTE FUNCTION audit_chain_is_kept()
    """,
    """
    CREATE TRIGGER audit_chain_all BEFORE TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION audit_chain_is_kept()
    """,
)


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("blind", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("rate_first", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("release", sa.String(length=8), server_default="hand", nullable=False),
        sa.Column("second_step", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_index", sa.LargeBinary(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=8), server_default="en", nullable=False),
        sa.Column("reminders", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("notice_version", sa.String(length=20), nullable=False),
        sa.Column("platform_admin", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaving_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_index", name=op.f("uq_person_email_index")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("department", sa.String(length=80), server_default="", nullable=False),
        sa.Column("city", sa.String(length=80), server_default="", nullable=False),
        sa.Column("country_code", sa.String(length=2), server_default="", nullable=False),
        sa.Column("work_mode", sa.String(length=10), nullable=False),
        sa.Column("employment_type", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("salary_min", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("salary_max", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("salary_currency", sa.String(length=3), server_default="", nullable=False),
        sa.Column("salary_period", sa.String(length=5), server_default="year", nullable=False),
        sa.Column("experience_min_years", sa.Integer(), server_default="0", nullable=False),
        sa.Column("experience_max_years", sa.Integer(), nullable=True),
        sa.Column("openings", sa.Integer(), server_default="1", nullable=False),
        sa.Column("rate_first", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("required_skills", sa.ARRAY(sa.String(length=60)), nullable=False),
        sa.Column("optional_skills", sa.ARRAY(sa.String(length=60)), nullable=False),
        sa.Column("skill_names", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "CASE WHEN language = 'ru' THEN setweight(to_tsvector('russian', title), 'A') || setweight(to_tsvector('russian', skill_names || ' ' || department), 'B') || setweight(to_tsvector('russian', description), 'D') ELSE setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', skill_names || ' ' || department), 'B') || setweight(to_tsvector('english', description), 'D') END",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_job_created_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_job_org_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_open", "job", ["published_at", "id"], unique=False, postgresql_where="status = 'open'")
    op.create_index("ix_job_optional_skills", "job", ["optional_skills"], unique=False, postgresql_using="gin")
    op.create_index("ix_job_org", "job", ["org_id", "id"], unique=False)
    op.create_index("ix_job_required_skills", "job", ["required_skills"], unique=False, postgresql_using="gin")
    op.create_index("ix_job_search", "job", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "llm_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("feature", sa.String(length=40), nullable=False),
        sa.Column("prompt", sa.String(length=60), nullable=False),
        sa.Column("prompt_digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("trouble", sa.String(length=300), server_default="", nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("endpoint", sa.String(length=30), server_default="", nullable=False),
        sa.Column("model", sa.String(length=120), server_default="", nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Numeric(precision=14, scale=6), nullable=False),
        sa.Column("estimated", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("repaired", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("sent_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_llm_call_org_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_llm_call_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_llm_call")),
    )
    op.create_index("ix_llm_call_asked_at", "llm_call", ["asked_at"], unique=False)
    op.create_index("ix_llm_call_org", "llm_call", ["org_id", "asked_at"], unique=False)
    op.create_index("ix_llm_call_person", "llm_call", ["person_id", "asked_at"], unique=False)
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index("ix_mail_person", "mail", ["person_id", "id"], unique=False)
    op.create_table(
        "data_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size_bytes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("downloads", sa.Integer(), server_default="0", nullable=False),
        sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_data_export_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index("ix_data_export_person", "data_export", ["person_id", "id"], unique=False)
    op.create_index(
        "uq_data_export_making",
        "data_export",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'collecting', 'packing')"),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=20), server_default="", nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_erasure_org_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_person_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_erasure_by_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("reference", name=op.f("uq_erasure_reference")),
    )
    op.create_index("ix_erasure_person", "erasure", ["person_id", "id"], unique=False)
    op.create_index("ix_erasure_by_person", "erasure", ["by_person_id"], unique=False)
    op.create_index(
        "ix_erasure_open",
        "erasure",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('asked', 'erasing')"),
    )
    op.create_index(
        "uq_erasure_open",
        "erasure",
        ["person_id", "what", "org_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'erasing', 'held')"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "retention_policy",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_retention_policy_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["person.id"], name=op.f("fk_retention_policy_set_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("org_id", "category", name=op.f("pk_retention_policy")),
    )
    op.create_index(op.f("ix_retention_policy_set_by"), "retention_policy", ["set_by"], unique=False)
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_legal_hold_org_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_legal_hold_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_legal_hold_set_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["person.id"], name=op.f("fk_legal_hold_lifted_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index(op.f("ix_legal_hold_person_id"), "legal_hold", ["person_id"], unique=False)
    op.create_index(op.f("ix_legal_hold_set_by"), "legal_hold", ["set_by"], unique=False)
    op.create_index(op.f("ix_legal_hold_lifted_by"), "legal_hold", ["lifted_by"], unique=False)
    op.create_index(
        "uq_legal_hold_active",
        "legal_hold",
        ["org_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "membership",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('recruiter', 'expert', 'admin')", name=op.f("ck_membership_role")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_membership_org_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "person_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_table(
        "external_identity",
        sa.Column("subject_index", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_external_identity_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subject_index", name=op.f("pk_external_identity")),
    )
    op.create_index(op.f("ix_external_identity_person_id"), "external_identity", ["person_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("email_index", sa.LargeBinary(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('recruiter', 'expert', 'admin')", name=op.f("ck_invitation_role")),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_invitation_org_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("org_id", "email_index", name=op.f("uq_invitation_org_id_email_index")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_email_index"), "invitation", ["email_index"], unique=False)
    op.create_table(
        "password_reset",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_password_reset_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_reset_token_hash")),
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_api_key_org_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_key_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_key_key_hash")),
    )
    op.create_index("ix_api_key_org", "api_key", ["org_id", "id"], unique=False)
    op.create_index("ix_api_key_person_id", "api_key", ["person_id"], unique=False)
    op.create_table(
        "second_step",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recovery_hashes", sa.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_step_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_step")),
    )
    op.create_table(
        "email_link",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("email_index", sa.LargeBinary(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_email_link_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_email_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_link_token_hash")),
    )
    op.create_table(
        "refresh_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_refresh_token_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_refresh_token_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_token_token_hash")),
    )
    op.create_index("ix_refresh_token_family", "refresh_token", ["family_id"], unique=False)
    op.create_index(op.f("ix_refresh_token_person_id"), "refresh_token", ["person_id"], unique=False)
    op.create_table(
        "resume",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("refusal_code", sa.String(length=40), server_default="", nullable=False),
        sa.Column("refusal", sa.String(length=400), server_default="", nullable=False),
        sa.Column("document_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("profile_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("corrections_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("page_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=2), server_default="", nullable=False),
        sa.Column("skill_ids", sa.ARRAY(sa.String(length=60)), server_default="{}", nullable=False),
        sa.Column("experience_months", sa.Integer(), server_default="0", nullable=False),
        sa.Column("country_code", sa.String(length=2), server_default="", nullable=False),
        sa.Column("unsure_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("read_with", sa.String(length=60), server_default="", nullable=False),
        sa.Column("again", sa.String(length=6), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_resume_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume")),
        sa.UniqueConstraint("person_id", "digest", name=op.f("uq_resume_person_id_digest")),
        sa.UniqueConstraint("person_id", "number", name=op.f("uq_resume_person_id_number")),
    )
    op.create_index("ix_resume_person", "resume", ["person_id", "id"], unique=False)
    op.create_index("uq_resume_default", "resume", ["person_id"], unique=True, postgresql_where=sa.text("is_default"))
    op.create_table(
        "resume_numbering",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_resume_numbering_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_resume_numbering")),
    )
    op.create_table(
        "resume_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=20), server_default="", nullable=False),
        sa.Column("review_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("refined_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("inputs", sa.String(length=64), server_default="", nullable=False),
        sa.Column("seal", sa.String(length=64), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_resume_review_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resume.id"], name=op.f("fk_resume_review_resume_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_review")),
        sa.UniqueConstraint("resume_id", name=op.f("uq_resume_review_resume_id")),
    )
    op.create_index(op.f("ix_resume_review_person_id"), "resume_review", ["person_id"], unique=False)
    op.create_table(
        "career_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=20), server_default="", nullable=False),
        sa.Column("report_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("inputs", sa.String(length=64), server_default="", nullable=False),
        sa.Column("known", sa.String(length=64), server_default="", nullable=False),
        sa.Column("market", sa.String(length=64), server_default="", nullable=False),
        sa.Column("seal", sa.String(length=64), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_career_report_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resume.id"], name=op.f("fk_career_report_resume_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_career_report")),
        sa.UniqueConstraint("resume_id", name=op.f("uq_career_report_resume_id")),
    )
    op.create_index(op.f("ix_career_report_person_id"), "career_report", ["person_id"], unique=False)
    op.create_table(
        "report_wording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=20), server_default="", nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("refined_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("inputs", sa.String(length=64), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_wording_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resume.id"], name=op.f("fk_report_wording_resume_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_wording")),
        sa.UniqueConstraint("resume_id", name=op.f("uq_report_wording_resume_id")),
    )
    op.create_index(op.f("ix_report_wording_person_id"), "report_wording", ["person_id"], unique=False)
    op.create_table(
        "plan_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=True),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.String(length=10), server_default="", nullable=False),
        sa.Column("skill", sa.String(length=60), server_default="", nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("description_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("priority", sa.String(length=8), server_default="medium", nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touched", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("dropped", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["plan_task.id"], name=op.f("fk_plan_task_goal_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_task_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["resume_id"], ["resume.id"], name=op.f("fk_plan_task_resume_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_task")),
    )
    op.create_index("ix_plan_task_person", "plan_task", ["person_id", "starts_on", "id"], unique=False)
    op.create_index(
        "uq_plan_task_made",
        "plan_task",
        ["person_id", "skill", "step"],
        unique=True,
        postgresql_where=sa.text("step <> ''"),
    )
    op.create_table(
        "plan_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_plan_source_job_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_source_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["plan_task.id"], name=op.f("fk_plan_source_task_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_source")),
        sa.UniqueConstraint("task_id", "job_id", name=op.f("uq_plan_source_task_id_job_id")),
    )
    op.create_index("ix_plan_source_person", "plan_source", ["person_id", "id"], unique=False)
    op.create_index("ix_plan_source_job", "plan_source", ["job_id"], unique=False)
    op.create_table(
        "score",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("relevance", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("completeness", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("accuracy", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("clarity", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("overall", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("grade_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("manifest", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_score_org_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_score_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_score_subject_id")),
    )
    op.create_index("ix_score_group", "score", ["org_id", "group_id"], unique=False)
    op.create_index(op.f("ix_score_person_id"), "score", ["person_id"], unique=False)
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("browser", sa.String(length=20), server_default="", nullable=False),
        sa.Column("system", sa.String(length=20), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_web_session_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_web_session_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_session")),
        sa.UniqueConstraint("id", name=op.f("uq_web_session_id")),
    )
    op.create_index(op.f("ix_web_session_person_id"), "web_session", ["person_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("summary_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("skill_ids", sa.ARRAY(sa.String(length=60)), nullable=False),
        sa.Column("experience_months", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.String(length=2), server_default="", nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_application_job_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_application_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_application_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resume.id"], name=op.f("fk_application_resume_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("job_id", "person_id", name=op.f("uq_application_job_id_person_id")),
    )
    op.create_index(op.f("ix_application_person_id"), "application", ["person_id"], unique=False)
    op.create_index("ix_application_pipeline", "application", ["org_id", "job_id", "stage"], unique=False)
    op.create_table(
        "question_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_question_set_job_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_question_set_org_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_set")),
        sa.UniqueConstraint("job_id", name=op.f("uq_question_set_job_id")),
    )
    op.create_table(
        "application_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("from_stage", sa.String(length=12), nullable=False),
        sa.Column("to_stage", sa.String(length=12), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("undoes", sa.Uuid(), nullable=True),
        sa.Column("quiet", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("saw", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_move_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_application_move_by_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_application_move_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["application_move.id"], name=op.f("fk_application_move_undoes"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_move")),
    )
    op.create_index(op.f("ix_application_move_application_id"), "application_move", ["application_id"], unique=False)
    op.create_index("ix_application_move_act", "application_move", ["org_id", "act_id"], unique=False)
    op.create_table(
        "application_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_note_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_application_note_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_application_note_org_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_note")),
    )
    op.create_index(op.f("ix_application_note_application_id"), "application_note", ["application_id"], unique=False)
    op.create_table(
        "application_mention",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_mention_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["application_note.id"], name=op.f("fk_application_mention_note_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_application_mention_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_application_mention_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_mention")),
        sa.UniqueConstraint("note_id", "person_id", name=op.f("uq_application_mention_note_id_person_id")),
    )
    op.create_index(
        op.f("ix_application_mention_application_id"), "application_mention", ["application_id"], unique=False
    )
    op.create_index("ix_application_mention_person", "application_mention", ["person_id", "org_id"], unique=False)
    op.create_table(
        "application_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("mark", sa.String(length=64), server_default="", nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_look_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_application_look_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_application_look_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_look")),
        sa.UniqueConstraint(
            "application_id",
            "person_id",
            "what",
            "mark",
            name=op.f("uq_application_look_application_id_person_id_what_mark"),
        ),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_person", "consent", ["person_id", "purpose", "id"], unique=False)
    op.create_table(
        "application_glasses",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hide_names", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_application_glasses_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_application_glasses_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("org_id", "person_id", name=op.f("pk_application_glasses")),
    )
    op.create_table(
        "interview",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overall", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("proposal", sa.String(length=20), server_default="", nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_each", sa.Integer(), nullable=True),
        sa.Column("extra_asked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("held_by", sa.String(length=40), server_default="", nullable=False),
        sa.Column("pause", sa.String(length=8), server_default="", nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rest_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extra_given", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_interview_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_interview_invited_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_interview_job_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_interview_org_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interview_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["released_by"], ["person.id"], name=op.f("fk_interview_released_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("application_id", name=op.f("uq_interview_application_id")),
    )
    op.create_index("ix_interview_org", "interview", ["org_id", "status"], unique=False)
    op.create_index(op.f("ix_interview_person_id"), "interview", ["person_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("skill_id", sa.String(length=60), server_default="", nullable=False),
        sa.Column("difficulty", sa.String(length=6), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("gold", sa.Text(), nullable=False),
        sa.Column("key_points", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("red_flags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("follow_ups", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("expected", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("why", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("library_id", sa.String(length=80), server_default="", nullable=False),
        sa.Column("copied_from", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("review_note", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), server_default="1", nullable=False),
        sa.Column("editions", sa.Integer(), server_default="1", nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["copied_from"], ["question.id"], name=op.f("fk_question_copied_from"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_question_org_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["person.id"], name=op.f("fk_question_reviewed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["set_id"], ["question_set.id"], name=op.f("fk_question_set_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index("ix_question_set", "question", ["org_id", "set_id", "position"], unique=False)
    op.create_index(
        "ix_question_waiting",
        "question",
        ["org_id", "set_id"],
        unique=False,
        postgresql_where=sa.text("waiting IS NOT NULL"),
    )
    op.create_table(
        "question_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("contents", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_question_edition_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_edition_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["person.id"], name=op.f("fk_question_edition_reviewed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_question_edition_written_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_edition")),
        sa.UniqueConstraint("question_id", "number", name=op.f("uq_question_edition_question_id_number")),
    )
    op.create_table(
        "interview_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("edition", sa.Integer(), server_default="1", nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("skill_id", sa.String(length=60), server_default="", nullable=False),
        sa.Column("difficulty", sa.String(length=6), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("gold", sa.Text(), nullable=False),
        sa.Column("key_points", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("red_flags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("spent_ms", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_interview_question_interview_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_interview_question_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_interview_question_question_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_question")),
        sa.UniqueConstraint("interview_id", "position", name=op.f("uq_interview_question_interview_id_position")),
    )
    op.create_index("ix_interview_question_question", "interview_question", ["question_id"], unique=False)
    op.create_table(
        "interview_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("declined", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("other_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("other_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_interview_answer_interview_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_interview_answer_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interview_answer_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["interview_question.id"], name=op.f("fk_interview_answer_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_answer")),
        sa.UniqueConstraint("question_id", name=op.f("uq_interview_answer_question_id")),
    )
    op.create_index(op.f("ix_interview_answer_interview_id"), "interview_answer", ["interview_id"], unique=False)
    op.create_index(op.f("ix_interview_answer_person_id"), "interview_answer", ["person_id"], unique=False)
    op.create_table(
        "interview_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=True),
        sa.Column("relevance", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("completeness", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("accuracy", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("clarity", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("overall", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("detail_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.Boolean(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_interview_rating_interview_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_interview_rating_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interview_rating_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["person.id"], name=op.f("fk_interview_rating_rater_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_rating")),
    )
    op.create_index(op.f("ix_interview_rating_interview_id"), "interview_rating", ["interview_id"], unique=False)
    op.create_index(op.f("ix_interview_rating_person_id"), "interview_rating", ["person_id"], unique=False)
    op.create_table(
        "score_contest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), server_default="", nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("after", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_score_contest_answered_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_score_contest_interview_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_score_contest_org_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_score_contest_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_contest")),
        sa.UniqueConstraint("interview_id", "seal", name=op.f("uq_score_contest_interview_id_seal")),
    )
    op.create_index(op.f("ix_score_contest_person_id"), "score_contest", ["person_id"], unique=False)
    op.create_index(
        "ix_score_contest_open",
        "score_contest",
        ["org_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("outcome = ''"),
    )
    op.create_table(
        "tailoring",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=20), server_default="", nullable=False),
        sa.Column("made_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("edits_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_tailoring_job_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tailoring_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tailoring")),
        sa.UniqueConstraint("person_id", "job_id", name=op.f("uq_tailoring_person_id_job_id")),
    )
    op.create_index("ix_tailoring_job", "tailoring", ["job_id"], unique=False)
    op.create_table(
        "saved_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_saved_job_job_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_job_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_job")),
        sa.UniqueConstraint("person_id", "job_id", name=op.f("uq_saved_job_person_id_job_id")),
    )
    op.create_index("ix_saved_job_person", "saved_job", ["person_id", "id"], unique=False)
    op.create_index("ix_saved_job_job", "saved_job", ["job_id"], unique=False)
    op.create_table(
        "gap_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("saved_job_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=20), server_default="", nullable=False),
        sa.Column("inputs", sa.LargeBinary(), nullable=True),
        sa.Column("analysis_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_gap_report_job_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_gap_report_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["saved_job_id"], ["saved_job.id"], name=op.f("fk_gap_report_saved_job_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_report")),
        sa.UniqueConstraint("saved_job_id", name=op.f("uq_gap_report_saved_job_id")),
    )
    op.create_index("ix_gap_report_person", "gap_report", ["person_id", "id"], unique=False)
    op.create_index("ix_gap_report_job", "gap_report", ["job_id"], unique=False)
    op.create_table(
        "footprint_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=14), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_footprint_link_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_footprint_link")),
        sa.UniqueConstraint("person_id", "source", name=op.f("uq_footprint_link_person_id_source")),
    )
    op.create_index("ix_footprint_link_next_at", "footprint_link", ["next_at"], unique=False)
    op.create_index("ix_footprint_link_looked_at", "footprint_link", ["looked_at"], unique=False)
    op.create_table(
        "footprint_dismissal",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("skill_id", sa.String(length=60), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_footprint_dismissal_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "skill_id", name=op.f("pk_footprint_dismissal")),
    )
    op.create_table(
        "footprint_pause",
        sa.Column("source", sa.String(length=14), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_footprint_pause")),
    )
    op.create_table(
        "practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overall", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("minutes_each", sa.Integer(), nullable=True),
        sa.Column("extra_asked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("held_by", sa.String(length=40), server_default="", nullable=False),
        sa.Column("pause", sa.String(length=8), server_default="", nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rest_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_practice_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_index(op.f("ix_practice_person_id"), "practice", ["person_id"], unique=False)
    op.create_table(
        "practice_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("skill_id", sa.String(length=60), server_default="", nullable=False),
        sa.Column("difficulty", sa.String(length=6), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("gold", sa.Text(), nullable=False),
        sa.Column("key_points", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("red_flags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("spent_ms", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_practice_question_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_practice_question_practice_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_question")),
        sa.UniqueConstraint("practice_id", "position", name=op.f("uq_practice_question_practice_id_position")),
    )
    op.create_index(op.f("ix_practice_question_person_id"), "practice_question", ["person_id"], unique=False)
    op.create_table(
        "chat_thread",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("resume_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("also", sa.ARRAY(sa.String(length=10)), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_chat_thread_job_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_chat_thread_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resume.id"], name=op.f("fk_chat_thread_resume_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_thread")),
    )
    op.create_index("ix_chat_thread_person", "chat_thread", ["person_id", "id"], unique=False)
    op.create_table(
        "chat_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=4), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("stop", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("why", sa.String(length=20), server_default="", nullable=False),
        sa.Column("engine", sa.String(length=160), server_default="", nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sources_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_chat_message_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["chat_thread.id"], name=op.f("fk_chat_message_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_message")),
    )
    op.create_index("ix_chat_message_thread", "chat_message", ["thread_id", "id"], unique=False)
    op.create_table(
        "practice_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("declined", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("other_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("other_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grade_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_practice_answer_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_practice_answer_practice_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["practice_question.id"], name=op.f("fk_practice_answer_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_answer")),
        sa.UniqueConstraint("question_id", name=op.f("uq_practice_answer_question_id")),
    )
    op.create_index(op.f("ix_practice_answer_person_id"), "practice_answer", ["person_id"], unique=False)
    op.create_index(op.f("ix_practice_answer_practice_id"), "practice_answer", ["practice_id"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("object_kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("prev", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("org_id", "seq", name=op.f("uq_audit_entry_org_id_seq")),
    )
    op.create_index("ix_audit_entry_org", "audit_entry", ["org_id", "id"], unique=False)
    op.create_index("ix_audit_entry_person", "audit_entry", ["org_id", "person_id", "id"], unique=False)
    op.create_index("ix_audit_entry_network", "audit_entry", ["org_id", "network", "id"], unique=False)
    op.create_index("ix_audit_entry_object", "audit_entry", ["org_id", "object_id", "id"], unique=False)
    op.create_index(
        "ix_audit_entry_unsealed", "audit_entry", ["id"], unique=False, postgresql_where=sa.text("seq IS NULL")
    )
    op.create_table(
        "audit_chain",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_audit_chain")),
    )
    for statement in AUDIT_IS_KEPT:
        op.execute(statement)
    op.create_table(
        "rate_window",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("caller", sa.LargeBinary(), nullable=False),
        sa.Column("hits", sa.ARRAY(sa.Float()), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "caller", name=op.f("pk_rate_window")),
        prefixes=["UNLOGGED"],
    )
    op.create_index(op.f("ix_rate_window_ends_at"), "rate_window", ["ends_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_rate_window_ends_at"), table_name="rate_window")
    op.drop_table("rate_window")
    op.drop_table("audit_chain")
    op.drop_table("audit_entry")
    op.execute("DROP FUNCTION audit_entry_is_kept()")
    op.execute("DROP FUNCTION audit_chain_is_kept()")
    op.drop_table("chat_message")
    op.drop_table("chat_thread")
    op.drop_table("llm_call")
    op.drop_table("practice_answer")
    op.drop_table("practice_question")
    op.drop_table("practice")
    op.drop_table("footprint_dismissal")
    op.drop_table("footprint_pause")
    op.drop_table("footprint_link")
    op.drop_table("gap_report")
    op.drop_table("tailoring")
    op.drop_table("saved_job")
    op.drop_index("ix_score_contest_open", table_name="score_contest", postgresql_where=sa.text("outcome = ''"))
    op.drop_index(op.f("ix_score_contest_person_id"), table_name="score_contest")
    op.drop_table("score_contest")
    op.drop_index(op.f("ix_interview_rating_person_id"), table_name="interview_rating")
    op.drop_index(op.f("ix_interview_rating_interview_id"), table_name="interview_rating")
    op.drop_table("interview_rating")
    op.drop_index(op.f("ix_interview_answer_person_id"), table_name="interview_answer")
    op.drop_index(op.f("ix_interview_answer_interview_id"), table_name="interview_answer")
    op.drop_table("interview_answer")
    op.drop_index("ix_interview_question_question", table_name="interview_question")
    op.drop_table("interview_question")
    op.drop_table("question_edition")
    op.drop_index("ix_question_waiting", table_name="question", postgresql_where=sa.text("waiting IS NOT NULL"))
    op.drop_index("ix_question_set", table_name="question")
    op.drop_table("question")
    op.drop_index(op.f("ix_interview_person_id"), table_name="interview")
    op.drop_index("ix_interview_org", table_name="interview")
    op.drop_table("interview")
    op.drop_table("application_glasses")
    op.drop_index("ix_consent_person", table_name="consent")
    op.drop_table("consent")
    op.drop_table("application_look")
    op.drop_index("ix_application_mention_person", table_name="application_mention")
    op.drop_index(op.f("ix_application_mention_application_id"), table_name="application_mention")
    op.drop_table("application_mention")
    op.drop_index(op.f("ix_application_note_application_id"), table_name="application_note")
    op.drop_table("application_note")
    op.drop_index("ix_application_move_act", table_name="application_move")
    op.drop_index(op.f("ix_application_move_application_id"), table_name="application_move")
    op.drop_table("application_move")
    op.drop_table("question_set")
    op.drop_index("ix_application_pipeline", table_name="application")
    op.drop_index(op.f("ix_application_person_id"), table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_web_session_person_id"), table_name="web_session")
    op.drop_table("web_session")
    op.drop_index(op.f("ix_score_person_id"), table_name="score")
    op.drop_index("ix_score_group", table_name="score")
    op.drop_table("score")
    op.drop_index("ix_plan_source_job", table_name="plan_source")
    op.drop_index("ix_plan_source_person", table_name="plan_source")
    op.drop_table("plan_source")
    op.drop_index("uq_plan_task_made", table_name="plan_task", postgresql_where=sa.text("step <> ''"))
    op.drop_index("ix_plan_task_person", table_name="plan_task")
    op.drop_table("plan_task")
    op.drop_index(op.f("ix_report_wording_person_id"), table_name="report_wording")
    op.drop_table("report_wording")
    op.drop_index(op.f("ix_career_report_person_id"), table_name="career_report")
    op.drop_table("career_report")
    op.drop_index(op.f("ix_resume_review_person_id"), table_name="resume_review")
    op.drop_table("resume_review")
    op.drop_table("resume_numbering")
    op.drop_index("uq_resume_default", table_name="resume", postgresql_where=sa.text("is_default"))
    op.drop_index("ix_resume_person", table_name="resume")
    op.drop_table("resume")
    op.drop_index(op.f("ix_refresh_token_person_id"), table_name="refresh_token")
    op.drop_index("ix_refresh_token_family", table_name="refresh_token")
    op.drop_table("refresh_token")
    op.drop_index(op.f("ix_invitation_email_index"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_external_identity_person_id"), table_name="external_identity")
    op.drop_table("external_identity")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(
        "uq_data_export_making",
        table_name="data_export",
        postgresql_where=sa.text("state IN ('asked', 'collecting', 'packing')"),
    )
    op.drop_table("retention_policy")
    op.drop_table("legal_hold")
    op.drop_index("uq_erasure_open", table_name="erasure")
    op.drop_index("ix_erasure_open", table_name="erasure")
    op.drop_index("ix_erasure_by_person", table_name="erasure")
    op.drop_index("ix_erasure_person", table_name="erasure")
    op.drop_table("erasure")
    op.drop_index("ix_data_export_person", table_name="data_export")
    op.drop_table("data_export")
    op.drop_index("ix_mail_person", table_name="mail")
    op.drop_table("mail")
    op.drop_index("ix_job_search", table_name="job", postgresql_using="gin")
    op.drop_index("ix_job_required_skills", table_name="job", postgresql_using="gin")
    op.drop_index("ix_job_org", table_name="job")
    op.drop_index("ix_job_optional_skills", table_name="job", postgresql_using="gin")
    op.drop_index("ix_job_open", table_name="job", postgresql_where="status = 'open'")
    op.drop_table("job")
    op.drop_table("person")
    op.drop_table("organisation")
