"""The first ledger: all tables

Revision: 0001, the first
"""

import sqlalchemy as sa
from alembic import op

import db.types

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bar',
    sa.Column('symbol', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('open', db.types.Exact(), nullable=True),
    sa.Column('high', db.types.Exact(), nullable=True),
    sa.Column('low', db.types.Exact(), nullable=True),
    sa.Column('close', db.types.Exact(), nullable=False),
    sa.Column('volume', db.types.Exact(), nullable=True),
    sa.Column('currency', sa.String(), nullable=True),
    sa.Column('base_date', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('symbol', 'day', 'source', name=op.f('pk_bar'))
    )
    op.create_table('corporate_action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('symbol', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('new_shares', db.types.Exact(), nullable=True),
    sa.Column('old_shares', db.types.Exact(), nullable=True),
    sa.Column('new_symbol', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corporate_action')),
    sa.UniqueConstraint('kind', 'symbol', 'day', 'source', name=op.f('uq_corporate_action_kind_symbol_day_source'))
    )
    op.create_table('erased_author',
    sa.Column('keyed_hash', sa.String(), nullable=False),
    sa.Column('erased_at', db.types.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('keyed_hash', name=op.f('pk_erased_author'))
    )
    op.create_table('fact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('symbol', sa.String(), nullable=False),
    sa.Column('metric', sa.String(), nullable=False),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('known_at', db.types.Moment(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('value', db.types.Exact(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact')),
    sa.UniqueConstraint('symbol', 'metric', 'period', 'known_at', 'source', name=op.f('uq_fact_symbol_metric_period_known_at_source'))
    )
    op.create_table('fx_rate',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('base', sa.String(), nullable=False),
    sa.Column('quote', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('rate', db.types.Exact(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'base', 'quote', 'source', name=op.f('pk_fx_rate'))
    )
    op.create_table('issuer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issuer')),
    sa.UniqueConstraint('name', name=op.f('uq_issuer_name'))
    )
    op.create_table('lease',
    sa.Column('job', sa.String(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('taken_at', db.types.Moment(), nullable=False),
    sa.Column('until', db.types.Moment(), nullable=False),
    sa.PrimaryKeyConstraint('job', name=op.f('pk_lease'))
    )
    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('at', db.types.Moment(), nullable=False),
    sa.Column('subject', sa.String(), nullable=True),
    sa.Column('metric', sa.String(), nullable=True),
    sa.Column('unit', sa.String(), nullable=True),
    sa.Column('low', db.types.Exact(), nullable=True),
    sa.Column('high', db.types.Exact(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review'))
    )
    op.create_index(op.f('ix_review_fingerprint'), 'review', ['fingerprint'], unique=False)
    op.create_table('run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('host', sa.String(), nullable=False),
    sa.Column('started_at', db.types.Moment(), nullable=False),
    sa.Column('finished_at', db.types.Moment(), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('faults', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run'))
    )
    op.create_index(op.f('ix_run_stage'), 'run', ['stage'], unique=False)
    op.create_table('source',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source')),
    sa.UniqueConstraint('name', name=op.f('uq_source_name'))
    )
    op.create_table('subscription',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('symbols', sa.JSON(), nullable=False),
    sa.Column('created_at', db.types.Moment(), nullable=False),
    sa.Column('ended_at', db.types.Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscription')),
    sa.UniqueConstraint('address', name=op.f('uq_subscription_address'))
    )
    op.create_table('author',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_author_source_id_source')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_author')),
    sa.UniqueConstraint('source_id', 'external_id', name=op.f('uq_author_source_id_external_id'))
    )
    op.create_table('digest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('since', db.types.Moment(), nullable=True),
    sa.Column('until', db.types.Moment(), nullable=False),
    sa.Column('subject', sa.String(), nullable=True),
    sa.Column('text', sa.String(), nullable=True),
    sa.Column('html', sa.String(), nullable=True),
    sa.Column('created_at', db.types.Moment(), nullable=False),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscription.id'], name=op.f('fk_digest_subscription_id_subscription')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest')),
    sa.UniqueConstraint('subscription_id', 'day', name=op.f('uq_digest_subscription_id_day'))
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
    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('why', sa.String(), nullable=True),
    sa.Column('at', db.types.Moment(), nullable=False),
    sa.ForeignKeyConstraint(['digest_id'], ['digest.id'], name=op.f('fk_delivery_digest_id_digest')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('digest_id', name=op.f('uq_delivery_digest_id'))
    )
    op.create_table('post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('url', sa.String(), nullable=True),
    sa.Column('parent_external_id', sa.String(), nullable=True),
    sa.Column('root_external_id', sa.String(), nullable=True),
    sa.Column('posted_at', db.types.Moment(), nullable=True),
    sa.Column('posted_precision', sa.String(), nullable=False),
    sa.Column('posted_words', sa.String(), nullable=True),
    sa.Column('first_seen_at', db.types.Moment(), nullable=False),
    sa.Column('last_seen_at', db.types.Moment(), nullable=False),
    sa.Column('gone_at', db.types.Moment(), nullable=True),
    sa.Column('repost', sa.Boolean(), nullable=False),
    sa.Column('declared', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['author.id'], name=op.f('fk_post_author_id_author')),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_post_source_id_source')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post')),
    sa.UniqueConstraint('source_id', 'external_id', name=op.f('uq_post_source_id_external_id'))
    )
    op.create_index(op.f('ix_post_author_id'), 'post', ['author_id'], unique=False)
    op.create_index(op.f('ix_post_posted_at'), 'post', ['posted_at'], unique=False)
    op.create_index(op.f('ix_post_source_id_parent_external_id'), 'post', ['source_id', 'parent_external_id'], unique=False)
    op.create_table('post_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=True),
    sa.Column('body', sa.String(), nullable=True),
    sa.Column('text_hash', sa.String(), nullable=False),
    sa.Column('seen_at', db.types.Moment(), nullable=False),
    sa.Column('edited_at', db.types.Moment(), nullable=True),
    sa.Column('raw', sa.LargeBinary(), nullable=True),
    sa.Column('raw_hash', sa.String(), nullable=True),
    sa.Column('current', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_revision_post_id_post')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post_revision')),
    sa.UniqueConstraint('post_id', 'number', name=op.f('uq_post_revision_post_id_number'))
    )
    op.create_table('extraction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('reader_version', sa.String(), nullable=False),
    sa.Column('model_version', sa.String(), nullable=False),
    sa.Column('read_at', db.types.Moment(), nullable=False),
    sa.Column('current', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_extraction_post_id_post')),
    sa.ForeignKeyConstraint(['revision_id'], ['post_revision.id'], name=op.f('fk_extraction_revision_id_post_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extraction')),
    sa.UniqueConstraint('revision_id', 'reader_version', name=op.f('uq_extraction_revision_id_reader_version'))
    )
    op.create_index(op.f('ix_extraction_post_id'), 'extraction', ['post_id'], unique=False)
    op.create_table('claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('extraction_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('cluster', sa.String(), nullable=True),
    sa.Column('subject', sa.String(), nullable=True),
    sa.Column('about', sa.String(), nullable=True),
    sa.Column('metric', sa.String(), nullable=False),
    sa.Column('relation', sa.String(), nullable=False),
    sa.Column('low', db.types.Exact(), nullable=True),
    sa.Column('high', db.types.Exact(), nullable=True),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('basis', sa.String(), nullable=True),
    sa.Column('quote', sa.String(), nullable=True),
    sa.Column('span_start', sa.Integer(), nullable=True),
    sa.Column('span_end', sa.Integer(), nullable=True),
    sa.Column('confidence', sa.Double(), nullable=False),
    sa.Column('step', db.types.Exact(), nullable=True),
    sa.Column('hedged', sa.Boolean(), nullable=False),
    sa.Column('when_meant', sa.String(), nullable=False),
    sa.Column('converts', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['extraction_id'], ['extraction.id'], name=op.f('fk_claim_extraction_id_extraction')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_claim_post_id_post')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim')),
    sa.UniqueConstraint('extraction_id', 'external_id', name=op.f('uq_claim_extraction_id_external_id')),
    sa.UniqueConstraint('extraction_id', 'fingerprint', name=op.f('uq_claim_extraction_id_fingerprint'))
    )
    op.create_index(op.f('ix_claim_external_id'), 'claim', ['external_id'], unique=False)
    op.create_index(op.f('ix_claim_fingerprint'), 'claim', ['fingerprint'], unique=False)
    op.create_index(op.f('ix_claim_post_id'), 'claim', ['post_id'], unique=False)
    op.create_index(op.f('ix_claim_subject'), 'claim', ['subject'], unique=False)
    op.create_table('mention',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('extraction_id', sa.Integer(), nullable=False),
    sa.Column('symbol', sa.String(), nullable=False),
    sa.Column('span_start', sa.Integer(), nullable=False),
    sa.Column('span_end', sa.Integer(), nullable=False),
    sa.Column('how', sa.String(), nullable=False),
    sa.Column('confidence', sa.Double(), nullable=False),
    sa.Column('product', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['extraction_id'], ['extraction.id'], name=op.f('fk_mention_extraction_id_extraction')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mention'))
    )
    op.create_index(op.f('ix_mention_extraction_id'), 'mention', ['extraction_id'], unique=False)
    op.create_index(op.f('ix_mention_symbol'), 'mention', ['symbol'], unique=False)
    op.create_table('stance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('extraction_id', sa.Integer(), nullable=False),
    sa.Column('symbol', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('versus', sa.String(), nullable=True),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['extraction_id'], ['extraction.id'], name=op.f('fk_stance_extraction_id_extraction')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stance'))
    )
    op.create_index(op.f('ix_stance_extraction_id'), 'stance', ['extraction_id'], unique=False)
    op.create_index(op.f('ix_stance_symbol'), 'stance', ['symbol'], unique=False)
    op.create_table('statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('extraction_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(), nullable=True),
    sa.Column('quote', sa.String(), nullable=True),
    sa.Column('span_start', sa.Integer(), nullable=False),
    sa.Column('span_end', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['extraction_id'], ['extraction.id'], name=op.f('fk_statement_extraction_id_extraction')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement'))
    )
    op.create_index(op.f('ix_statement_extraction_id'), 'statement', ['extraction_id'], unique=False)
    op.create_index(op.f('ix_statement_subject'), 'statement', ['subject'], unique=False)
    op.create_table('claim_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=True),
    sa.Column('as_of', db.types.Moment(), nullable=False),
    sa.Column('checked_at', db.types.Moment(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('when_made', sa.String(), nullable=True),
    sa.Column('now', sa.String(), nullable=True),
    sa.Column('stale_since', sa.Date(), nullable=True),
    sa.Column('stale_cause', sa.String(), nullable=True),
    sa.Column('target', sa.String(), nullable=True),
    sa.Column('observed', db.types.Exact(), nullable=True),
    sa.Column('observed_at', sa.String(), nullable=True),
    sa.Column('grade', sa.String(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('tolerance', sa.String(), nullable=True),
    sa.Column('reading', sa.String(), nullable=True),
    sa.Column('rule', sa.String(), nullable=True),
    sa.Column('provider', sa.String(), nullable=True),
    sa.Column('evidence', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['claim_id'], ['claim.id'], name=op.f('fk_claim_check_claim_id_claim')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_claim_check_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_check'))
    )
    op.create_index(op.f('ix_claim_check_fingerprint_id'), 'claim_check', ['fingerprint', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_claim_check_fingerprint_id'), table_name='claim_check')
    op.drop_table('claim_check')
    op.drop_index(op.f('ix_statement_subject'), table_name='statement')
    op.drop_index(op.f('ix_statement_extraction_id'), table_name='statement')
    op.drop_table('statement')
    op.drop_index(op.f('ix_stance_symbol'), table_name='stance')
    op.drop_index(op.f('ix_stance_extraction_id'), table_name='stance')
    op.drop_table('stance')
    op.drop_index(op.f('ix_mention_symbol'), table_name='mention')
    op.drop_index(op.f('ix_mention_extraction_id'), table_name='mention')
    op.drop_table('mention')
    op.drop_index(op.f('ix_claim_subject'), table_name='claim')
    op.drop_index(op.f('ix_claim_post_id'), table_name='claim')
    op.drop_index(op.f('ix_claim_fingerprint'), table_name='claim')
    op.drop_index(op.f('ix_claim_external_id'), table_name='claim')
    op.drop_table('claim')
    op.drop_index(op.f('ix_extraction_post_id'), table_name='extraction')
    op.drop_table('extraction')
    op.drop_table('post_revision')
    op.drop_index(op.f('ix_post_source_id_parent_external_id'), table_name='post')
    op.drop_index(op.f('ix_post_posted_at'), table_name='post')
    op.drop_index(op.f('ix_post_author_id'), table_name='post')
    op.drop_table('post')
    op.drop_table('delivery')
    op.drop_index(op.f('ix_alias_name'), table_name='alias')
    op.drop_index(op.f('ix_alias_instrument_id'), table_name='alias')
    op.drop_table('alias')
    op.drop_index(op.f('ix_instrument_issuer_id'), table_name='instrument')
    op.drop_table('instrument')
    op.drop_table('digest')
    op.drop_table('author')
    op.drop_table('subscription')
    op.drop_table('source')
    op.drop_index(op.f('ix_run_stage'), table_name='run')
    op.drop_table('run')
    op.drop_index(op.f('ix_review_fingerprint'), table_name='review')
    op.drop_table('review')
    op.drop_table('lease')
    op.drop_table('issuer')
    op.drop_table('fx_rate')
    op.drop_table('fact')
    op.drop_table('erased_author')
    op.drop_table('corporate_action')
    op.drop_table('bar')
