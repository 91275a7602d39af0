"""Claims say whose words they are, and which claim they supersede

Revision: whose_words, after turns
"""

import sqlalchemy as sa
from alembic import op

revision = 'whose_words'
down_revision = 'turns'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('claim', sa.Column('attributed_to', sa.String(), nullable=True))
    op.add_column('claim', sa.Column('supersedes', sa.String(), nullable=True))
    op.add_column('claim', sa.Column('superseded_fingerprint', sa.String(), nullable=True))
    op.create_index(op.f('ix_claim_superseded_fingerprint'), 'claim', ['superseded_fingerprint'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_claim_superseded_fingerprint'), table_name='claim')
    op.drop_column('claim', 'superseded_fingerprint')
    op.drop_column('claim', 'supersedes')
    op.drop_column('claim', 'attributed_to')
