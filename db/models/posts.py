"""What was collected: source, author, post and its revisions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Source(Base):
    """A community or feed, by the name in the settings."""

    __tablename__ = "source"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Author(Base):
    """A person within one source; never linked across sources."""

    __tablename__ = "author"
    __table_args__ = (UniqueConstraint("source_id", "external_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    external_id: Mapped[str]
    name: Mapped[str]


class ErasedAuthor(Base):
    """A keyed hash of a person who was erased, so that they are not collected again."""

    __tablename__ = "erased_author"
    keyed_hash: Mapped[str] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]


class PostRow(Base):
    """A post or comment. Parent and root are external ids in the same source, so that either may arrive later."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("source_id", "external_id"), Index(None, "source_id", "parent_external_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    external_id: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("author.id"), index=True)
    url: Mapped[str | None]
    parent_external_id: Mapped[str | None]
    root_external_id: Mapped[str | None]
    posted_at: Mapped[datetime | None] = mapped_column(index=True)
    posted_precision: Mapped[str]
    posted_words: Mapped[str | None]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    repost: Mapped[bool]
    declared: Mapped[str | None]


class PostRevision(Base):
    """One wording of a post. `text_hash` outlives a redaction, which empties title, body and raw."""

    __tablename__ = "post_revision"
    __table_args__ = (UniqueConstraint("post_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    number: Mapped[int]
    title: Mapped[str | None]
    body: Mapped[str | None]
    text_hash: Mapped[str]
    seen_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    raw: Mapped[bytes | None]
    raw_hash: Mapped[str | None]
    current: Mapped[bool]
