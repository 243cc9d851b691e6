"""The skill as an AWS Lambda function."""

import os

from skill.alexa.build import build_skill
from skill.settings import Settings
from skill.storage import open_storage


settings = Settings.from_env(os.environ)
settings.require_skill()
lambda_handler = build_skill(open_storage(settings.storage), settings).lambda_handler()
