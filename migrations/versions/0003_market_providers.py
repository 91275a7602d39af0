"""Market providers: what was asked of them, and the answer that each market row came from

Revision: market_providers, after dated_listings
"""

import sqlalchemy as sa
from alembic import op

import db.types

revision = 'market_providers'
down_revision = 'dated_listings'
branch_labels = None
depends_on = None

ROWS = ('bar', 'corporate_action', 'fact', 'fx_rate')


def upgrade() -> None:
    for table in ROWS:
        op.add_column(table, sa.Column('payload', sa.String(), nullable=True))
    op.create_table('market_coverage',
    sa.Column('provider', sa.String(), nullable=False),
    sa.Column('symbol', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('asked_at', db.types.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('provider', 'symbol', 'kind', name=op.f('pk_market_coverage'))
    )
    op.create_table('market_payload',
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('provider', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('fetched_at', db.types.Moment(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_market_payload'))
    )
    op.create_table('provider_use',
    sa.Column('provider', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('requests', sa.Integer(), nullable=False),
    sa.Column('last_at', db.types.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('provider', name=op.f('pk_provider_use'))
    )


def downgrade() -> None:
    for table in ('provider_use', 'market_payload', 'market_coverage'):
        op.drop_table(table)
    for table in ROWS:
        op.drop_column(table, 'payload')
