"""Settings of the tests: a folder that goes away, jobs that run at once, passwords that hash quickly."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="sharewell-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["SHAREWELL_DATA"] = _folder
for name in ("SHAREWELL_HTTPS", "SHAREWELL_DEBUG", "SHAREWELL_HOSTS"):
    os.environ.pop(name, None)

from sharewell.web.settings import *  # noqa: E402, F403
from sharewell.web.settings import DATABASES  # noqa: E402

ALLOWED_HOSTS = ["testserver"]
IMPORTS_IN_BACKGROUND = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = False  # every client would look for all files anew; the browser's tests fetch them
# A file, as in real use, and not in memory: the tests see the same pragmas.
DATABASES["default"]["TEST"] = {"NAME": Path(_folder) / "test.sqlite3"}
