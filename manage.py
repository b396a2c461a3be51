"""Django's own tasks (`makemigrations`, `check`), for developers. Everything else is `tanxun`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanxun.settings")
    execute_from_command_line(sys.argv)
