"""What a new installation begins with: its first administrator, and the demo where it is asked for."""

from evenhand.seeding.accounts import SeedingRefused, create_user, first_admin
from evenhand.seeding.demo import demo, demo_belongs_here

__all__ = ["SeedingRefused", "create_user", "demo", "demo_belongs_here", "first_admin"]
