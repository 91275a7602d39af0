"""A verdict as schema.org's ClaimReview (https://schema.org/ClaimReview), for whoever shows it elsewhere.

The row is one that may leave the machine: author as a reader may see them, withheld values taken out, nothing that waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from domain.jsonl import written_moment
from domain.privacy import DISCLAIMER, DISPUTE
from domain.settings import Settings

MEDIA_TYPE: Final = "application/ld+json"

#: The verdict in words; a status that is not here is no judgement and makes no review.
RATINGS: Final = {
    "contradicted": "Contradicted when made",
    "stale": "No longer holds",
    "current": "In keeping with market data",
    "open": "Target not reached so far",
    "hit": "Target reached",
    "missed": "Target missed",
}
#: The next session can turn what speaks of the present; what is settled is worth another look within the year.
MOVING: Final = timedelta(days=1)
SETTLED: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who answers for the reviews: the address of the pages, and the mail or web address for disputes."""

    site: str
    contact: str

    @classmethod
    def of(cls, settings: Settings) -> "Publisher":
        """The pages' public address (or where they are served here), and the contact, or else the sender of the mails."""
        site = settings.web.public_url or f"http://{settings.web.host}:{settings.web.port}"
        return cls(site=site.rstrip("/"), contact=settings.crawl.contact or settings.mail.sender)

    def page(self, key: int) -> str:
        """The page of a claim."""
        return f"{self.site}/claims/{key}"

    def dispute(self, key: int) -> str:
        """Where to dispute a claim's verdict: a web address, or a mail that names the claim."""
        if "://" in self.contact:
            return self.contact
        return f"mailto:{self.contact}?subject={quote(f'Dispute of claim {key}')}"


def claim_review(row: Mapping[str, Any], publisher: Publisher, *, claimed: str, judged_at: datetime | None) -> dict[str, Any] | None:
    """The review as JSON-LD, or None where the claim is unchecked.

    `row` is one of `claims_now`, `claimed` what it states in short, `judged_at` when checks last ran (a verdict that they
    leave as it is stands anew).
    """
    rating, key = RATINGS.get(row["status"]), row["claim_key"]
    if rating is None or row["checked_at"] is None:
        return None
    moving = row["now"] is not None or row["status"] == "open"
    expires = max(row["checked_at"], judged_at or row["checked_at"]) + (MOVING if moving else SETTLED)
    dispute = publisher.dispute(key)
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": publisher.page(key),
        "claimReviewed": _summary(row, claimed),
        "datePublished": _iso(row["checked_at"]),
        "expires": _iso(expires),
        "author": {"@type": "Organization", "name": "tapecheck", "url": publisher.site, "correctionsPolicy": dispute},
        "itemReviewed": _item(row),
        "reviewRating": {"@type": "Rating", "alternateName": rating, "ratingExplanation": row["reason"]},
        "usageInfo": {"@type": "CreativeWork", "text": DISCLAIMER},
        "potentialAction": {"@type": "CommunicateAction", "name": "Dispute", "description": DISPUTE, "target": dispute},
    }


def _summary(row: Mapping[str, Any], claimed: str) -> str:
    return f"{row['subject'] or row['about'] or 'no instrument'}: {claimed}"


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "@type": "Claim",
        "text": row["words"],
        "datePublished": written_moment(row["posted_at"], row["posted_precision"]),
    }
    if row["author"] is not None and row["attributed_to"] is None:  # whoever is quoted said it, not who quotes it
        item["author"] = {"@type": "Person", "name": row["author"]}
    if row["link"] is not None:
        item["appearance"] = {"@type": "CreativeWork", "url": row["link"], "publisher": {"@type": "Organization", "name": row["source"]}}
    return {name: value for name, value in item.items() if value is not None}


def _iso(moment: datetime) -> str:
    return str(written_moment(moment, "second"))
