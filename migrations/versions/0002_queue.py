"""The background queue's own tables, as the pinned pgqueuer lays them out."""

from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy.util import await_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Its script holds several statements, which SQLAlchemy's prepared statements refuse: the driver runs it."""
    _run(QueryBuilderEnvironment().build_install_query(create_schema=False))


def downgrade() -> None:
    """Takes the queue away with whatever waits in it."""
    _run(QueryBuilderEnvironment().build_uninstall_query())


def _run(script: str) -> None:
    bind = op.get_bind()
    bind.exec_driver_sql("SELECT 1")  # opens the transaction, which the driver connection then shares
    await_only(bind.connection.driver_connection.execute(script))
