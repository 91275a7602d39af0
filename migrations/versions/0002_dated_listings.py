"""Listings with their market and the SEC's numbers, aliases with source and days of the lists

The three tables were empty in every ledger until now (nothing wrote them), so they are made anew.

Revision: dated_listings, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = 'dated_listings'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _drop()
    op.create_table('issuer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('cik', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issuer')),
    sa.UniqueConstraint('cik', name=op.f('uq_issuer_cik'))
    )
    op.create_table('instrument',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('symbol', sa.String(), nullable=False),
    sa.Column('issuer_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=True),
    sa.Column('currency', sa.String(), nullable=True),
    sa.Column('mic', sa.String(), nullable=True),
    sa.Column('known', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['issuer_id'], ['issuer.id'], name=op.f('fk_instrument_issuer_id_issuer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instrument'))
    )
    op.create_index(op.f('ix_instrument_symbol'), 'instrument', ['symbol'], unique=False)
    op.create_index(op.f('ix_instrument_issuer_id'), 'instrument', ['issuer_id'], unique=False)
    op.create_table('alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('instrument_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('absent', sa.Date(), nullable=True),
    sa.Column('seen', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['instrument_id'], ['instrument.id'], name=op.f('fk_alias_instrument_id_instrument')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alias'))
    )
    op.create_index(op.f('ix_alias_instrument_id'), 'alias', ['instrument_id'], unique=False)
    op.create_index(op.f('ix_alias_name'), 'alias', ['name'], unique=False)


def downgrade() -> None:
    _drop()
    op.create_table('issuer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issuer')),
    sa.UniqueConstraint('name', name=op.f('uq_issuer_name'))
    )
    op.create_table('instrument',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('symbol', sa.String(), nullable=False),
    sa.Column('issuer_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=True),
    sa.Column('currency', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['issuer_id'], ['issuer.id'], name=op.f('fk_instrument_issuer_id_issuer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instrument')),
    sa.UniqueConstraint('symbol', name=op.f('uq_instrument_symbol'))
    )
    op.create_index(op.f('ix_instrument_issuer_id'), 'instrument', ['issuer_id'], unique=False)
    op.create_table('alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('instrument_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['instrument_id'], ['instrument.id'], name=op.f('fk_alias_instrument_id_instrument')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alias'))
    )
    op.create_index(op.f('ix_alias_instrument_id'), 'alias', ['instrument_id'], unique=False)
    op.create_index(op.f('ix_alias_name'), 'alias', ['name'], unique=False)


def _drop() -> None:
    for table in ('alias', 'instrument', 'issuer'):
        op.drop_table(table)
