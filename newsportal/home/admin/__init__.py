"""The editors' desk for the home page and the breaking bar."""

from newsportal.home.admin.breaking_bar import BreakingBarAdmin
from newsportal.home.admin.home_page import HomePageAdmin

__all__ = ["BreakingBarAdmin", "HomePageAdmin"]
