"""The AWS Lambda function: read the settings, open the storage, and build the handler, once for each start."""

import os

from skill import logs
from skill.alexa.skill_builder import build_skill
from skill.settings import Settings
from skill.storage import open_storage


settings = Settings.from_env(os.environ)
settings.require_skill()
logs.configure(settings.log_level)
lambda_handler = build_skill(open_storage(settings.storage), settings).lambda_handler()
