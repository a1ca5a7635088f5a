"""Tests of the web app. Django is made ready here, before any module of it is imported."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
django.setup()
