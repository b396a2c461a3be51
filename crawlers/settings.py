"""Scrapy's settings, polite by default. The library's own are not: no delay, robots.txt ignored, TLS unchecked."""

import os
from importlib.metadata import version

BOT_NAME = "tanxun"
SPIDER_MODULES = ["crawlers.spiders"]
# A site's keeper must be able to find us. TANXUN_CONTACT: an address or a mailbox of whoever runs this.
CONTACT = os.environ.get("TANXUN_CONTACT") or "https://tanxun.example/contact"
USER_AGENT = f"Tanxun/{version('tanxun')} (+{CONTACT})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Tanxun"
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
DEPTH_LIMIT = 20
# A source that trickles for half an hour, or links without end, is ended and says so.
CLOSESPIDER_TIMEOUT = 1800
CLOSESPIDER_PAGECOUNT = 1000
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the run says it
HTTPERROR_ALLOW_ALL = True  # what a status means is for the reading to say
TWISTED_DNS_RESOLVER = "crawlers.middlewares.PublicResolver"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the guard knows the declared hosts
    "crawlers.middlewares.Guard": 50,
    # An answer comes from the right: unpacked, kept, and only then followed, tried again or read.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 650,
    "crawlers.middlewares.KeepPage": 640,
}
ITEM_PIPELINES = {"crawlers.pipelines.Store": 100}
