"""Checks say what turned a verdict; an amendment holds the whole reading, a review the check that was seen

Revision: turns, after market_providers
"""

import sqlalchemy as sa
from alembic import op

import db.types

revision = 'turns'
down_revision = 'market_providers'
branch_labels = None
depends_on = None

CHECK = (('now_observed', db.types.Exact()), ('now_observed_at', sa.String()), ('turn', sa.String()))
REVIEW = (
    ('check_id', sa.Integer()), ('about', sa.String()), ('relation', sa.String()), ('kind', sa.String()), ('basis', sa.String()),
    ('step', db.types.Exact()), ('hedged', sa.Boolean()), ('when_meant', sa.String()),
)
AMENDED = ('subject', 'about', 'metric', 'relation', 'low', 'high', 'unit', 'kind', 'basis', 'step', 'hedged', 'when_meant')


def upgrade() -> None:
    for table, columns in (('claim_check', CHECK), ('review', REVIEW)):
        with op.batch_alter_table(table) as batch:
            for name, kind in columns:
                batch.add_column(sa.Column(name, kind, nullable=True))
    op.create_index(op.f('ix_claim_cluster'), 'claim', ['cluster'], unique=False)
    op.execute("UPDATE claim_check SET turn = 'first' WHERE id IN (SELECT min(id) FROM claim_check GROUP BY fingerprint)")
    before = "SELECT max(o.id) FROM claim_check o WHERE o.fingerprint = claim_check.fingerprint AND o.id < claim_check.id"
    differs = ' OR '.join(
        f"coalesce(b.{name}, '') <> coalesce(claim_check.{name}, '')" for name in ('status', 'when_made', 'now', 'target')
    )
    op.execute(
        "UPDATE claim_check SET turn = 'market' WHERE turn IS NULL AND EXISTS "
        f"(SELECT 1 FROM claim_check b WHERE b.id = ({before}) AND ({differs}))"
    )
    op.execute(
        "UPDATE review SET check_id = (SELECT max(k.id) FROM claim_check k "
        "WHERE k.fingerprint = review.fingerprint AND k.checked_at <= review.at)"
    )
    same = "SELECT max(c2.id) FROM claim c2 WHERE c2.fingerprint = review.fingerprint"
    whole = ', '.join(f"{name} = coalesce({name}, (SELECT c.{name} FROM claim c WHERE c.id = ({same})))" for name in AMENDED)
    op.execute(f"UPDATE review SET {whole} WHERE action = 'amend'")


def downgrade() -> None:
    op.drop_index(op.f('ix_claim_cluster'), table_name='claim')
    for table, columns in (('review', REVIEW), ('claim_check', CHECK)):
        with op.batch_alter_table(table) as batch:
            for name, _ in reversed(columns):
                batch.drop_column(name)
