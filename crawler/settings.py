"""The module `scrapy.cfg` names: Scrapy's settings, made from the same settings file that `tapecheck` reads."""

from crawler.manners import scrapy_settings
from domain.settings import load

globals().update(scrapy_settings(load()))
