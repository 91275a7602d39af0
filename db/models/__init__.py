"""All tables, one file an aggregate."""

from db.models.checks import Check
from db.models.instruments import Alias, Instrument, Issuer
from db.models.market import BarRow, CorporateAction, FactRow, FxRateRow
from db.models.posts import Author, ErasedAuthor, PostRevision, PostRow, Source
from db.models.providers import MarketCoverage, MarketPayload, ProviderUse
from db.models.readings import ClaimRow, Extraction, MentionRow, StanceRow, StatementRow
from db.models.reviews import Review
from db.models.runs import Lease, Run
from db.models.tell import Delivery, Digest, Subscription

__all__ = [
    "Alias", "Author", "BarRow", "Check", "ClaimRow", "CorporateAction", "Delivery", "Digest", "ErasedAuthor", "Extraction", "FactRow",
    "FxRateRow", "Instrument", "Issuer", "Lease", "MarketCoverage", "MarketPayload", "MentionRow", "PostRevision", "PostRow",
    "ProviderUse", "Review", "Run", "Source", "StanceRow", "StatementRow", "Subscription",
]  # fmt: skip
