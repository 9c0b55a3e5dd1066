"""What has been kept long enough, found and erased by hand."""

from datetime import timedelta

from evenhand.cli.operate import with_house
from evenhand.domains.identity import queries as identity
from evenhand.domains.privacy import service
from evenhand.kit.clock import utc_now
from evenhand.wiring import House


def run(*, dry_run: bool) -> None:
    """Print how much goes, by organisation and table; with `dry_run` nothing does."""

    async def go(house: House) -> None:
        unproved = timedelta(days=house.settings.unproved_days)
        async with house.database.transaction() as session:
            swept = await service.sweep(session, unproved=unproved, now=utc_now(), dry_run=dry_run)
            companies = await identity.organisations(session, ids=list(swept.copies))
        verb = "would go" if dry_run else "go"
        for org_id, counts in swept.copies.items():
            for category, count in sorted(counts.items()):
                print(f"{companies[org_id].name}, {category}: applicants whose data {verb}: {count:,}.")
        for table, count in sorted(swept.rows.items()):
            print(f"{table}: rows that {verb}: {count:,}.")
        if swept.unproved:
            print(f"Accounts whose address nobody proved that {verb}: {swept.unproved:,}.")
        if not swept.copies and not swept.rows and not swept.unproved:
            print("Nothing has been kept too long.")

    with_house(go)
