"""What a new installation begins with: its first administrator, and the demo where it is asked for."""

from evenhand.seeding.accounts import SeedingRefused, create_user, first_admin, first_platform_admin
from evenhand.seeding.demo import demo, demo_belongs_here
from evenhand.seeding.reset import empty_demo

__all__ = [
    "SeedingRefused",
    "create_user",
    "demo",
    "demo_belongs_here",
    "empty_demo",
    "first_admin",
    "first_platform_admin",
]
